using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DurableEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_step_runs_run_id_step_id_visit",
                table: "step_runs");

            migrationBuilder.AddColumn<string>(
                name: "blocked_on",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "child_run_id",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "chosen_branch",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "comment",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "earlier_attempts",
                table: "step_runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "item",
                table: "step_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "item_index",
                table: "step_runs",
                type: "INTEGER",
                nullable: true);

            // Not AddForeignKey: for SQLite that copies the whole table, outside the migration's transaction. A column that may be null can carry
            // its foreign key from the start.
            migrationBuilder.Sql("ALTER TABLE step_runs ADD COLUMN parent_id TEXT NULL CONSTRAINT FK_step_runs_step_runs_parent_id REFERENCES step_runs (id) ON DELETE RESTRICT");

            migrationBuilder.AddColumn<long>(
                name: "resume_at",
                table: "step_runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "verified",
                table: "step_runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "agent_override",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "base_commit",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "concurrency_group",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "environment",
                table: "runs",
                type: "TEXT",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "forked_from",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.Sql("ALTER TABLE runs ADD COLUMN parent_run_id TEXT NULL CONSTRAINT FK_runs_runs_parent_run_id REFERENCES runs (id) ON DELETE RESTRICT");

            migrationBuilder.AddColumn<string>(
                name: "parent_step_run_id",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "pause_requested_at",
                table: "runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pause_requested_by",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "pinned",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "priority",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "seen_wake",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "steps_allowed",
                table: "runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "wake_at",
                table: "runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "cached_at",
                table: "attempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_rate_limited",
                table: "attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "secret_names",
                table: "attempts",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "verify_exit_code",
                table: "attempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: false),
                    step_run_id = table.Column<string>(type: "TEXT", nullable: false),
                    step_id = table.Column<string>(type: "TEXT", nullable: false),
                    question = table.Column<string>(type: "TEXT", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    reviewers = table.Column<string>(type: "TEXT", nullable: false),
                    is_for_changes = table.Column<bool>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    deadline = table.Column<long>(type: "INTEGER", nullable: true),
                    on_deadline = table.Column<string>(type: "TEXT", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: true),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_approvals_step_runs_step_run_id",
                        column: x => x.step_run_id,
                        principalTable: "step_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "checkpoints",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    run_id = table.Column<string>(type: "TEXT", nullable: false),
                    step_run_id = table.Column<string>(type: "TEXT", nullable: true),
                    step_id = table.Column<string>(type: "TEXT", nullable: true),
                    attempt_id = table.Column<string>(type: "TEXT", nullable: true),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    completed = table.Column<string>(type: "TEXT", nullable: false),
                    outputs = table.Column<string>(type: "TEXT", nullable: false),
                    commit = table.Column<string>(type: "TEXT", nullable: true),
                    left_out = table.Column<string>(type: "TEXT", nullable: false),
                    summary = table.Column<string>(type: "TEXT", nullable: false),
                    author = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoints", x => x.id);
                    table.ForeignKey(
                        name: "FK_checkpoints_attempts_attempt_id",
                        column: x => x.attempt_id,
                        principalTable: "attempts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_checkpoints_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_checkpoints_step_runs_step_run_id",
                        column: x => x.step_run_id,
                        principalTable: "step_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    caller = table.Column<string>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    request_hash = table.Column<string>(type: "TEXT", nullable: false),
                    token = table.Column<string>(type: "TEXT", nullable: false),
                    held_until = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    content_type = table.Column<string>(type: "TEXT", nullable: true),
                    location = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => new { x.caller, x.key });
                });

            migrationBuilder.CreateTable(
                name: "response_cache",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    agent = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: true),
                    final_text = table.Column<string>(type: "TEXT", nullable: true),
                    output_text = table.Column<string>(type: "TEXT", nullable: true),
                    structured = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_cache", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_agent_run_id",
                table: "step_runs",
                columns: new[] { "agent", "run_id" });

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_parent_id_item_index_visit",
                table: "step_runs",
                columns: new[] { "parent_id", "item_index", "visit" },
                unique: true,
                filter: "parent_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_run_id",
                table: "step_runs",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_run_id_step_id_visit",
                table: "step_runs",
                columns: new[] { "run_id", "step_id", "visit" },
                unique: true,
                filter: "parent_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_concurrency_group_status",
                table: "runs",
                columns: new[] { "concurrency_group", "status" },
                filter: "concurrency_group IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_ended_at",
                table: "runs",
                column: "ended_at",
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_forked_from",
                table: "runs",
                column: "forked_from",
                filter: "forked_from IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_parent_run_id",
                table: "runs",
                column: "parent_run_id");

            migrationBuilder.CreateIndex(
                name: "IX_runs_places",
                table: "runs",
                column: "repository_id",
                filter: "status = 'Running' OR (status = 'Pending' AND node IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "IX_runs_queue",
                table: "runs",
                columns: new[] { "priority", "created_at", "id" },
                descending: new[] { true, false, false },
                filter: "status = 'Pending' AND node IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_runs_resting",
                table: "runs",
                column: "wake_at",
                filter: "status IN ('Waiting', 'Paused')");

            migrationBuilder.CreateIndex(
                name: "IX_attempts_agent_run_id",
                table: "attempts",
                columns: new[] { "agent", "run_id" });

            migrationBuilder.CreateIndex(
                name: "IX_approvals_created_at_id",
                table: "approvals",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_approvals_run_id_created_at_id",
                table: "approvals",
                columns: new[] { "run_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_approvals_status_created_at_id",
                table: "approvals",
                columns: new[] { "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_approvals_step_run_id",
                table: "approvals",
                column: "step_run_id");

            migrationBuilder.CreateIndex(
                name: "IX_checkpoints_attempt_id",
                table: "checkpoints",
                column: "attempt_id");

            migrationBuilder.CreateIndex(
                name: "IX_checkpoints_run_id_created_at_id",
                table: "checkpoints",
                columns: new[] { "run_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_checkpoints_step_run_id",
                table: "checkpoints",
                column: "step_run_id");

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_created_at",
                table: "idempotency",
                column: "created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_runs_runs_parent_run_id",
                table: "runs");

            migrationBuilder.DropForeignKey(
                name: "FK_step_runs_step_runs_parent_id",
                table: "step_runs");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropTable(
                name: "checkpoints");

            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "response_cache");

            migrationBuilder.DropIndex(
                name: "IX_step_runs_agent_run_id",
                table: "step_runs");

            migrationBuilder.DropIndex(
                name: "IX_step_runs_parent_id_item_index_visit",
                table: "step_runs");

            migrationBuilder.DropIndex(
                name: "IX_step_runs_run_id",
                table: "step_runs");

            migrationBuilder.DropIndex(
                name: "IX_step_runs_run_id_step_id_visit",
                table: "step_runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_concurrency_group_status",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_ended_at",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_forked_from",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_parent_run_id",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_places",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_queue",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_runs_resting",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_attempts_agent_run_id",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "blocked_on",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "child_run_id",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "chosen_branch",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "comment",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "earlier_attempts",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "item",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "item_index",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "resume_at",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "verified",
                table: "step_runs");

            migrationBuilder.DropColumn(
                name: "agent_override",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "base_commit",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "concurrency_group",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "environment",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "forked_from",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "parent_run_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "parent_step_run_id",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "pause_requested_at",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "pause_requested_by",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "pinned",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "seen_wake",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "steps_allowed",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "wake_at",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "cached_at",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "is_rate_limited",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "secret_names",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "verify_exit_code",
                table: "attempts");

            migrationBuilder.CreateIndex(
                name: "IX_step_runs_run_id_step_id_visit",
                table: "step_runs",
                columns: new[] { "run_id", "step_id", "visit" },
                unique: true);
        }
    }
}
