"""Notices: messages that belong to no visit. This app holds their table; `clinic/messages` sends them."""
