using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AgentsAndWorkers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "worker",
                table: "attempts",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "agents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: true),
                    capabilities = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    config = table.Column<string>(type: "text", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_reason = table.Column<string>(type: "text", nullable: false),
                    program = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<string>(type: "text", nullable: true),
                    last_heartbeat = table.Column<long>(type: "bigint", nullable: true),
                    last_health_check = table.Column<long>(type: "bigint", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    from = table.Column<string>(type: "text", nullable: false),
                    to_kind = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    thread = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "step_claims",
                columns: table => new
                {
                    attempt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step_run_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step_id = table.Column<string>(type: "text", nullable: false),
                    capabilities = table.Column<string>(type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: true),
                    assigned_to = table.Column<string>(type: "text", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    timeout_seconds = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: true),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    claimed_at = table.Column<long>(type: "bigint", nullable: true),
                    percent = table.Column<int>(type: "integer", nullable: true),
                    progress = table.Column<string>(type: "text", nullable: true),
                    result = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    offered_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_claims", x => x.attempt_id);
                    table.ForeignKey(
                        name: "FK_step_claims_attempts_attempt_id",
                        column: x => x.attempt_id,
                        principalTable: "attempts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_step_claims_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_step_claims_step_runs_step_run_id",
                        column: x => x.step_run_id,
                        principalTable: "step_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agent_changes",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    time = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<string>(type: "text", nullable: false),
                    to = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agent_changes", x => new { x.agent_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_agent_changes_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "message_receipts",
                columns: table => new
                {
                    message_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_receipts", x => new { x.message_id, x.recipient });
                    table.ForeignKey(
                        name: "FK_message_receipts_messages_message_id",
                        column: x => x.message_id,
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "step_claim_needs",
                columns: table => new
                {
                    attempt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    capability = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_step_claim_needs", x => new { x.attempt_id, x.capability });
                    table.ForeignKey(
                        name: "FK_step_claim_needs_step_claims_attempt_id",
                        column: x => x.attempt_id,
                        principalTable: "step_claims",
                        principalColumn: "attempt_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agents_kind_status_last_heartbeat",
                table: "agents",
                columns: new[] { "kind", "status", "last_heartbeat" });

            migrationBuilder.CreateIndex(
                name: "IX_messages_created_at_id",
                table: "messages",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_messages_thread_created_at_id",
                table: "messages",
                columns: new[] { "thread", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_messages_to_kind_to_created_at_id",
                table: "messages",
                columns: new[] { "to_kind", "to", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_step_claims_held",
                table: "step_claims",
                column: "agent_id",
                filter: "status = 'Claimed'");

            migrationBuilder.CreateIndex(
                name: "IX_step_claims_open",
                table: "step_claims",
                columns: new[] { "priority", "offered_at", "attempt_id" },
                descending: new[] { true, false, false },
                filter: "status = 'Open'");

            migrationBuilder.CreateIndex(
                name: "IX_step_claims_run_id",
                table: "step_claims",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_step_claims_step_run_id_epoch",
                table: "step_claims",
                columns: new[] { "step_run_id", "epoch" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_changes");

            migrationBuilder.DropTable(
                name: "message_receipts");

            migrationBuilder.DropTable(
                name: "step_claim_needs");

            migrationBuilder.DropTable(
                name: "agents");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "step_claims");

            migrationBuilder.DropColumn(
                name: "worker",
                table: "attempts");
        }
    }
}
