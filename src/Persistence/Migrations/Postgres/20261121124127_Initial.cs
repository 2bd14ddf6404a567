using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "key_counters",
                columns: table => new
                {
                    prefix = table.Column<string>(type: "text", nullable: false),
                    last_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_counters", x => x.prefix);
                });

            migrationBuilder.CreateTable(
                name: "repositories",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    default_branch = table.Column<string>(type: "text", nullable: true),
                    remote = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_repositories", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflows",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    slug = table.Column<string>(type: "text", nullable: false),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    title = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    tags = table.Column<string>(type: "text", nullable: false),
                    source_path = table.Column<string>(type: "text", nullable: false),
                    diagnostics = table.Column<string>(type: "text", nullable: false),
                    current_version = table.Column<int>(type: "integer", nullable: false),
                    archived = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflows", x => x.id);
                    table.ForeignKey(
                        name: "FK_workflows_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "workflow_versions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    workflow_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    yaml = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_versions", x => x.id);
                    table.ForeignKey(
                        name: "FK_workflow_versions_workflows_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflows",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runs",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    key = table.Column<string>(type: "text", nullable: false),
                    workflow_version_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    workflow = table.Column<string>(type: "text", nullable: false),
                    workflow_version = table.Column<int>(type: "integer", nullable: false),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository = table.Column<string>(type: "text", nullable: false),
                    original_prompt = table.Column<string>(type: "text", nullable: true),
                    inputs = table.Column<string>(type: "text", nullable: false),
                    trigger = table.Column<string>(type: "text", nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    current_step = table.Column<string>(type: "text", nullable: true),
                    next_action = table.Column<string>(type: "text", nullable: true),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    wake = table.Column<long>(type: "bigint", nullable: false),
                    node = table.Column<string>(type: "text", nullable: true),
                    cancel_requested_at = table.Column<long>(type: "bigint", nullable: true),
                    cancel_requested_by = table.Column<string>(type: "text", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_at = table.Column<long>(type: "bigint", nullable: false),
                    log_bytes = table.Column<long>(type: "bigint", nullable: false),
                    directory = table.Column<string>(type: "text", nullable: false),
                    cost_usd = table.Column<decimal>(type: "numeric", nullable: true),
                    trace_id = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_runs_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_runs_workflow_versions_workflow_version_id",
                        column: x => x.workflow_version_id,
                        principalTable: "workflow_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "run_events",
                columns: table => new
                {
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    level = table.Column<string>(type: "text", nullable: false),
                    step_id = table.Column<string>(type: "text", nullable: true),
                    step_run_id = table.Column<string>(type: "text", nullable: true),
                    attempt_id = table.Column<string>(type: "text", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: true),
                    transition = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    message = table.Column<string>(type: "text", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false),
                    trace_id = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_events", x => new { x.run_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_run_events_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "step_runs",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    visit = table.Column<int>(type: "integer", nullable: false),
                    agent = table.Column<string>(type: "text", nullable: false),
                    needs = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_reason = table.Column<string>(type: "text", nullable: true),
                    outputs = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_runs", x => x.id);
                    table.ForeignKey(
                        name: "FK_step_runs_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "workspaces",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    repository_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false),
                    branch = table.Column<string>(type: "text", nullable: false),
                    base_commit = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workspaces", x => x.id);
                    table.ForeignKey(
                        name: "FK_workspaces_repositories_repository_id",
                        column: x => x.repository_id,
                        principalTable: "repositories",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_workspaces_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step_run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    agent = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: true),
                    directory = table.Column<string>(type: "text", nullable: false),
                    prompt_hash = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: true),
                    exit_code = table.Column<int>(type: "integer", nullable: true),
                    final_text = table.Column<string>(type: "text", nullable: true),
                    tool_calls = table.Column<string>(type: "text", nullable: false),
                    permission_denials = table.Column<string>(type: "text", nullable: false),
                    warnings = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    error_code = table.Column<string>(type: "text", nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    error_retry_at = table.Column<long>(type: "bigint", nullable: true),
                    error_retryable = table.Column<bool>(type: "boolean", nullable: true),
                    process_agent_pid = table.Column<int>(type: "integer", nullable: true),
                    process_boot_id = table.Column<string>(type: "text", nullable: true),
                    process_supervisor_pid = table.Column<int>(type: "integer", nullable: true),
                    process_supervisor_start_ticks = table.Column<long>(type: "bigint", nullable: true),
                    usage_cache_creation_tokens = table.Column<long>(type: "bigint", nullable: true),
                    usage_cache_read_tokens = table.Column<long>(type: "bigint", nullable: true),
                    usage_cost_estimated = table.Column<bool>(type: "boolean", nullable: true),
                    usage_cost_usd = table.Column<decimal>(type: "numeric", nullable: true),
                    usage_duration_ms = table.Column<long>(type: "bigint", nullable: true),
                    usage_input_tokens = table.Column<long>(type: "bigint", nullable: true),
                    usage_output_tokens = table.Column<long>(type: "bigint", nullable: true),
                    usage_premium_requests = table.Column<long>(type: "bigint", nullable: true),
                    usage_turns = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attempts", x => x.id);
                    table.ForeignKey(
                        name: "FK_attempts_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_attempts_step_runs_step_run_id",
                        column: x => x.step_run_id,
                        principalTable: "step_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "log_streams",
                columns: table => new
                {
                    attempt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stream = table.Column<string>(type: "text", nullable: false),
                    committed_offset = table.Column<long>(type: "bigint", nullable: false),
                    lines = table.Column<long>(type: "bigint", nullable: false),
                    complete = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_streams", x => new { x.attempt_id, x.stream });
                    table.ForeignKey(
                        name: "FK_log_streams_attempts_attempt_id",
                        column: x => x.attempt_id,
                        principalTable: "attempts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "log_chunks",
                columns: table => new
                {
                    attempt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    stream = table.Column<string>(type: "text", nullable: false),
                    start_offset = table.Column<long>(type: "bigint", nullable: false),
                    length = table.Column<int>(type: "integer", nullable: false),
                    first_line = table.Column<long>(type: "bigint", nullable: false),
                    line_count = table.Column<int>(type: "integer", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_log_chunks", x => new { x.attempt_id, x.stream, x.start_offset });
                    table.ForeignKey(
                        name: "FK_log_chunks_log_streams_attempt_id_stream",
                        columns: x => new { x.attempt_id, x.stream },
                        principalTable: "log_streams",
                        principalColumns: new[] { "attempt_id", "stream" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_attempts_run_id",
                table: "attempts",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_attempts_step_run_id_number",
                table: "attempts",
                columns: new[] { "step_run_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_log_chunks_attempt_id_stream_first_line_start_offset",
                table: "log_chunks",
                columns: new[] { "attempt_id", "stream", "first_line", "start_offset" });

            migrationBuilder.CreateIndex(
                name: "IX_repositories_name",
                table: "repositories",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_repositories_path",
                table: "repositories",
                column: "path",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_runs_created_at_id",
                table: "runs",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_key",
                table: "runs",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_runs_node",
                table: "runs",
                column: "node",
                filter: "node IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_repository_created_at_id",
                table: "runs",
                columns: new[] { "repository", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_repository_id",
                table: "runs",
                column: "repository_id");

            migrationBuilder.CreateIndex(
                name: "IX_runs_status_created_at_id",
                table: "runs",
                columns: new[] { "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_workflow_created_at_id",
                table: "runs",
                columns: new[] { "workflow", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_workflow_status_created_at_id",
                table: "runs",
                columns: new[] { "workflow", "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_runs_workflow_version_id_created_at_id",
                table: "runs",
                columns: new[] { "workflow_version_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_run_id_step_id_visit",
                table: "step_runs",
                columns: new[] { "run_id", "step_id", "visit" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_workflow_versions_workflow_id_number",
                table: "workflow_versions",
                columns: new[] { "workflow_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_workflows_repository_id_slug",
                table: "workflows",
                columns: new[] { "repository_id", "slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_workflows_repository_id_source_path",
                table: "workflows",
                columns: new[] { "repository_id", "source_path" });

            migrationBuilder.CreateIndex(
                name: "IX_workflows_slug",
                table: "workflows",
                column: "slug");

            migrationBuilder.CreateIndex(
                name: "IX_workspaces_repository_id",
                table: "workspaces",
                column: "repository_id");

            migrationBuilder.CreateIndex(
                name: "IX_workspaces_run_id",
                table: "workspaces",
                column: "run_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "key_counters");

            migrationBuilder.DropTable(
                name: "log_chunks");

            migrationBuilder.DropTable(
                name: "run_events");

            migrationBuilder.DropTable(
                name: "workspaces");

            migrationBuilder.DropTable(
                name: "log_streams");

            migrationBuilder.DropTable(
                name: "attempts");

            migrationBuilder.DropTable(
                name: "step_runs");

            migrationBuilder.DropTable(
                name: "runs");

            migrationBuilder.DropTable(
                name: "workflow_versions");

            migrationBuilder.DropTable(
                name: "workflows");

            migrationBuilder.DropTable(
                name: "repositories");
        }
    }
}
