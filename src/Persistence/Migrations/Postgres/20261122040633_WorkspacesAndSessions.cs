using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WorkspacesAndSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ports",
                table: "workspaces",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<long>(
                name: "removal_at",
                table: "workspaces",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "removal_by",
                table: "workspaces",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "removal_told",
                table: "workspaces",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "status_at",
                table: "workspaces",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status_reason",
                table: "workspaces",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "repository",
                table: "step_runs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "additions",
                table: "runs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "definition",
                table: "runs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "repositories",
                table: "runs",
                type: "text",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "fetch_first",
                table: "repositories",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "forgotten_at",
                table: "repositories",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "push_after",
                table: "repositories",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "commits",
                table: "checkpoints",
                type: "text",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "is_question",
                table: "approvals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "agent_sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    agent = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    feature = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    current_step = table.Column<string>(type: "text", nullable: false),
                    iteration_count = table.Column<int>(type: "integer", nullable: false),
                    max_iterations = table.Column<int>(type: "integer", nullable: true),
                    iterations = table.Column<string>(type: "text", nullable: false),
                    tools_allowed = table.Column<string>(type: "text", nullable: false),
                    mcp_servers = table.Column<string>(type: "text", nullable: false),
                    base_commit = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agent_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_agent_sessions_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_agent_sessions_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "learnings",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    text_hash = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    run_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_learnings", x => x.id);
                    table.ForeignKey(
                        name: "FK_learnings_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "port_leases",
                columns: table => new
                {
                    port = table.Column<int>(type: "integer", nullable: false),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_port_leases", x => x.port);
                    table.ForeignKey(
                        name: "FK_port_leases_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_port_leases_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session_papers",
                columns: table => new
                {
                    session_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    feature = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    progress = table.Column<string>(type: "text", nullable: false),
                    agent_file = table.Column<string>(type: "text", nullable: false),
                    history = table.Column<string>(type: "text", nullable: false),
                    questions = table.Column<string>(type: "text", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_session_papers", x => x.session_id);
                    table.ForeignKey(
                        name: "FK_session_papers_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "workspace_changes",
                columns: table => new
                {
                    workspace_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workspace_changes", x => new { x.workspace_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_workspace_changes_workspaces_workspace_id",
                        column: x => x.workspace_id,
                        principalTable: "workspaces",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_workspaces_created_at_id",
                table: "workspaces",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_agent_sessions_agent_created_at",
                table: "agent_sessions",
                columns: new[] { "agent", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_agent_sessions_repository_id",
                table: "agent_sessions",
                column: "repository_id");

            migrationBuilder.CreateIndex(
                name: "IX_agent_sessions_run_id_created_at",
                table: "agent_sessions",
                columns: new[] { "run_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_learnings_repository_id_kind_text_hash",
                table: "learnings",
                columns: new[] { "repository_id", "kind", "text_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_learnings_status_created_at",
                table: "learnings",
                columns: new[] { "status", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_port_leases_repository_id",
                table: "port_leases",
                column: "repository_id");

            migrationBuilder.CreateIndex(
                name: "IX_port_leases_run_id_repository_id_name",
                table: "port_leases",
                columns: new[] { "run_id", "repository_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_session_papers_repository_id_feature_day_number",
                table: "session_papers",
                columns: new[] { "repository_id", "feature", "day", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_session_papers_repository_id_feature_role_updated_at",
                table: "session_papers",
                columns: new[] { "repository_id", "feature", "role", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_session_papers_run_id",
                table: "session_papers",
                column: "run_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_sessions");

            migrationBuilder.DropTable(
                name: "learnings");

            migrationBuilder.DropTable(
                name: "port_leases");

            migrationBuilder.DropTable(
                name: "session_papers");

            migrationBuilder.DropTable(
                name: "workspace_changes");

            migrationBuilder.DropIndex(
                name: "IX_workspaces_created_at_id",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "ports",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "removal_at",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "removal_by",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "removal_told",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "status_at",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "status_reason",
                table: "workspaces");

            migrationBuilder.DropColumn(
                name: "repository",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "additions",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "definition",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "repositories",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "fetch_first",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "forgotten_at",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "push_after",
                table: "repositories");

            migrationBuilder.DropColumn(
                name: "commits",
                table: "checkpoints");

            migrationBuilder.DropColumn(
                name: "is_question",
                table: "approvals");
        }
    }
}
