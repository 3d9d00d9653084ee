"""A pull request's page as one HTML file that needs nothing else."""

from reviewer.sandbox.pages.render import asset, fill
from reviewer.sandbox.pages.views import pull_view
from reviewer.sandbox.state.repositories import Pull, Repository
from reviewer.sandbox.state.world import World


def export_pull(world: World, repository: Repository, pull: Pull) -> str:
    """Return the conversation, the checks and the changed files on one page; links to lines stay inside it."""
    view = pull_view(world, repository, pull, None)
    style = asset("sandbox.css")
    html = fill("export.html", view=view, can_press=False, people=[], viewer=None, inline_style=style)
    for prefix in (world.url, ""):
        own = f'href="{prefix}{view.address}'
        html = html.replace(f"{own}/files#", 'href="#').replace(f"{own}/checks#", 'href="#')
        html = html.replace(f'{own}/files"', 'href="#files"').replace(f'{own}/checks"', 'href="#checks"')
        html = html.replace(f'{own}"', 'href="#main"')
    return html
