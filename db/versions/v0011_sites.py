"""Sites have a table of their own, and what of their pictures Cloud Storage has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables; a booth points at its site instead of holding the site's name."""
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("name", name="uq_sites_name"),
    )
    op.execute("INSERT INTO sites (name) SELECT DISTINCT site_name FROM booths ORDER BY site_name")
    with op.batch_alter_table("booths") as booths:
        booths.add_column(sa.Column("site_id", sa.Integer))
        booths.create_foreign_key("fk_booths_site_id", "sites", ["site_id"], ["id"])
    op.execute(
        "UPDATE booths SET site_id = (SELECT id FROM sites WHERE sites.name = booths.site_name)"
    )
    with op.batch_alter_table("booths") as booths:
        booths.alter_column("site_id", existing_type=sa.Integer, nullable=False)
        booths.drop_column("site_name")
    op.create_table(
        "remote_pictures",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_remote_pictures"),
    )
