"""The pages a person sees, as GitHub would show them: enough of them to review, install and press buttons."""
