"""The room that speaks GitHub: signatures and events in; pulls read; one comment and one check run a head out."""
