"""The pages, by audience. A view opens a course, hands a form's event to `record`, and renders."""
