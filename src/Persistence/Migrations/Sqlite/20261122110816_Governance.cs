using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Governance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "passed_as",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "judged_commit",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "for_administrators",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_before",
                table: "approvals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "remind_at",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "reminded_at",
                table: "approvals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trust_level",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "trust_reason",
                table: "approvals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    who = table.Column<string>(type: "TEXT", nullable: false),
                    via = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", nullable: false),
                    target = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "configuration_versions",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    diff = table.Column<string>(type: "TEXT", nullable: false),
                    applied_by = table.Column<string>(type: "TEXT", nullable: false),
                    applied_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rolled_back_from = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_configuration_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "features",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    repository_id = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    priority = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    status_reason = table.Column<string>(type: "TEXT", nullable: true),
                    blocked_from = table.Column<string>(type: "TEXT", nullable: true),
                    is_held = table.Column<bool>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: true),
                    workflow = table.Column<string>(type: "TEXT", nullable: true),
                    tasks = table.Column<string>(type: "TEXT", nullable: false),
                    ticks = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by = table.Column<string>(type: "TEXT", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_features", x => x.id);
                    table.ForeignKey(
                        name: "FK_features_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "imported_files",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    imported_by = table.Column<string>(type: "TEXT", nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imported_files", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "imported_points",
                columns: table => new
                {
                    metric = table.Column<string>(type: "TEXT", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    value = table.Column<decimal>(type: "TEXT", nullable: false),
                    imported_by = table.Column<string>(type: "TEXT", nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_imported_points", x => new { x.metric, x.date });
                });

            migrationBuilder.CreateTable(
                name: "metric_facts",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: true),
                    run_id = table.Column<string>(type: "TEXT", nullable: true),
                    run_key = table.Column<string>(type: "TEXT", nullable: true),
                    workflow = table.Column<string>(type: "TEXT", nullable: true),
                    workflow_version = table.Column<int>(type: "INTEGER", nullable: true),
                    repository = table.Column<string>(type: "TEXT", nullable: true),
                    agent = table.Column<string>(type: "TEXT", nullable: true),
                    model = table.Column<string>(type: "TEXT", nullable: true),
                    detail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "metric_snapshots",
                columns: table => new
                {
                    metric = table.Column<string>(type: "TEXT", nullable: false),
                    period = table.Column<string>(type: "TEXT", nullable: false),
                    zone = table.Column<string>(type: "TEXT", nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    date = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    value = table.Column<decimal>(type: "TEXT", nullable: true),
                    numerator = table.Column<decimal>(type: "TEXT", nullable: true),
                    denominator = table.Column<decimal>(type: "TEXT", nullable: false),
                    samples = table.Column<int>(type: "INTEGER", nullable: false),
                    is_estimated = table.Column<bool>(type: "INTEGER", nullable: false),
                    computed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_snapshots", x => new { x.scope, x.period, x.zone, x.date, x.metric });
                });

            migrationBuilder.CreateTable(
                name: "metric_targets",
                columns: table => new
                {
                    metric = table.Column<string>(type: "TEXT", nullable: false),
                    baseline = table.Column<decimal>(type: "TEXT", nullable: true),
                    target = table.Column<decimal>(type: "TEXT", nullable: true),
                    set_by = table.Column<string>(type: "TEXT", nullable: false),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_metric_targets", x => x.metric);
                });

            migrationBuilder.CreateTable(
                name: "trust_models",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    file = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trust_models", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    approval_id = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_deliveries", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_at_id",
                table: "audit_entries",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_target_at",
                table: "audit_entries",
                columns: new[] { "target", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_configuration_versions_number",
                table: "configuration_versions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_configuration_versions_version",
                table: "configuration_versions",
                column: "version",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_features_repository_id_slug",
                table: "features",
                columns: new[] { "repository_id", "slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_features_run_id",
                table: "features",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_features_slug",
                table: "features",
                column: "slug");

            migrationBuilder.CreateIndex(
                name: "IX_features_updated_at_id",
                table: "features",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_metric_facts_at_id",
                table: "metric_facts",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_metric_facts_kind_at_id",
                table: "metric_facts",
                columns: new[] { "kind", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_metric_facts_run_id_at",
                table: "metric_facts",
                columns: new[] { "run_id", "at" },
                filter: "run_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_metric_facts_since_at",
                table: "metric_facts",
                columns: new[] { "since", "at" },
                filter: "since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_metric_snapshots_until",
                table: "metric_snapshots",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "IX_trust_models_created_at_id",
                table: "trust_models",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_trust_models_scope_number",
                table: "trust_models",
                columns: new[] { "scope", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_created_at_id",
                table: "webhook_deliveries",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_webhook_deliveries_due",
                table: "webhook_deliveries",
                columns: new[] { "next_at", "id" },
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "configuration_versions");

            migrationBuilder.DropTable(
                name: "features");

            migrationBuilder.DropTable(
                name: "imported_files");

            migrationBuilder.DropTable(
                name: "imported_points");

            migrationBuilder.DropTable(
                name: "metric_facts");

            migrationBuilder.DropTable(
                name: "metric_snapshots");

            migrationBuilder.DropTable(
                name: "metric_targets");

            migrationBuilder.DropTable(
                name: "trust_models");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropColumn(
                name: "passed_as",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "judged_commit",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "for_administrators",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "is_before",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "remind_at",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "reminded_at",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "trust_level",
                table: "approvals");

            migrationBuilder.DropColumn(
                name: "trust_reason",
                table: "approvals");
        }
    }
}
