namespace Signalbox.Unit.Persistence;

public sealed class SqliteRunStoreTests(SqliteTestDatabase database) : RunStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunStoreTests(PostgresTestDatabase database) : RunStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunCancelTests(SqliteTestDatabase database) : RunCancelTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunCancelTests(PostgresTestDatabase database) : RunCancelTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunListTests(SqliteTestDatabase database) : RunListTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunListTests(PostgresTestDatabase database) : RunListTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunQueriesTests(SqliteTestDatabase database) : RunQueriesTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunQueriesTests(PostgresTestDatabase database) : RunQueriesTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteLogStoreTests(SqliteTestDatabase database) : LogStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresLogStoreTests(PostgresTestDatabase database) : LogStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteWorkflowStoreTests(SqliteTestDatabase database) : WorkflowStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresWorkflowStoreTests(PostgresTestDatabase database) : WorkflowStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRepositoryStoreTests(SqliteTestDatabase database) : RepositoryStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRepositoryStoreTests(PostgresTestDatabase database) : RepositoryStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteWorkspaceStoreTests(SqliteTestDatabase database) : WorkspaceStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresWorkspaceStoreTests(PostgresTestDatabase database) : WorkspaceStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqlitePortStoreTests(SqliteTestDatabase database) : PortStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresPortStoreTests(PostgresTestDatabase database) : PortStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunClaimTests(SqliteTestDatabase database) : RunClaimTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunClaimTests(PostgresTestDatabase database) : RunClaimTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunSaveTests(SqliteTestDatabase database) : RunSaveTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunSaveTests(PostgresTestDatabase database) : RunSaveTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunEventTests(SqliteTestDatabase database) : RunEventTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunEventTests(PostgresTestDatabase database) : RunEventTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunQueueTests(SqliteTestDatabase database) : RunQueueTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunQueueTests(PostgresTestDatabase database) : RunQueueTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunWakeTests(SqliteTestDatabase database) : RunWakeTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunWakeTests(PostgresTestDatabase database) : RunWakeTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunOrderTests(SqliteTestDatabase database) : RunOrderTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunOrderTests(PostgresTestDatabase database) : RunOrderTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunAdditionTests(SqliteTestDatabase database) : RunAdditionTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunAdditionTests(PostgresTestDatabase database) : RunAdditionTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunReopenTests(SqliteTestDatabase database) : RunReopenTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunReopenTests(PostgresTestDatabase database) : RunReopenTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunChildTests(SqliteTestDatabase database) : RunChildTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunChildTests(PostgresTestDatabase database) : RunChildTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteApprovalStoreTests(SqliteTestDatabase database) : ApprovalStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresApprovalStoreTests(PostgresTestDatabase database) : ApprovalStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteCheckpointStoreTests(SqliteTestDatabase database) : CheckpointStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresCheckpointStoreTests(PostgresTestDatabase database) : CheckpointStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteResponseCacheTests(SqliteTestDatabase database) : ResponseCacheTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresResponseCacheTests(PostgresTestDatabase database) : ResponseCacheTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteIdempotencyStoreTests(SqliteTestDatabase database) : IdempotencyStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresIdempotencyStoreTests(PostgresTestDatabase database) : IdempotencyStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRetentionStoreTests(SqliteTestDatabase database) : RetentionStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRetentionStoreTests(PostgresTestDatabase database) : RetentionStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteStepRowTests(SqliteTestDatabase database) : StepRowTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresStepRowTests(PostgresTestDatabase database) : StepRowTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteMigrationTests(OldSqliteTestDatabase database) : MigrationTests(database), IClassFixture<OldSqliteTestDatabase>;

public sealed class SqliteGovernanceMigrationTests(OldSqliteTestDatabase database) : GovernanceMigrationTests(database), IClassFixture<OldSqliteTestDatabase>;

public sealed class SqliteQueryPlanTests(SqliteTestDatabase database) : QueryPlanTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresMigrationTests(OldPostgresTestDatabase database) : MigrationTests(database), IClassFixture<OldPostgresTestDatabase>;

public sealed class PostgresGovernanceMigrationTests(OldPostgresTestDatabase database) : GovernanceMigrationTests(database), IClassFixture<OldPostgresTestDatabase>;

public sealed class PostgresQueryPlanTests(PostgresTestDatabase database) : QueryPlanTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunImportTests(SqliteTestDatabase database) : RunImportTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunImportTests(PostgresTestDatabase database) : RunImportTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteClaimStoreTests(SqliteTestDatabase database) : ClaimStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresClaimStoreTests(PostgresTestDatabase database) : ClaimStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteAgentActivityTests(SqliteTestDatabase database) : AgentActivityTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAgentActivityTests(PostgresTestDatabase database) : AgentActivityTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteAgentStoreTests(SqliteTestDatabase database) : AgentStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAgentStoreTests(PostgresTestDatabase database) : AgentStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteMessageStoreTests(SqliteTestDatabase database) : MessageStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresMessageStoreTests(PostgresTestDatabase database) : MessageStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteAgentSessionStoreTests(SqliteTestDatabase database) : AgentSessionStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAgentSessionStoreTests(PostgresTestDatabase database) : AgentSessionStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteTrustModelStoreTests(SqliteTestDatabase database) : TrustModelStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresTrustModelStoreTests(PostgresTestDatabase database) : TrustModelStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteFeatureStoreTests(SqliteTestDatabase database) : FeatureStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresFeatureStoreTests(PostgresTestDatabase database) : FeatureStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteConfigurationStoreTests(SqliteTestDatabase database) : ConfigurationStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresConfigurationStoreTests(PostgresTestDatabase database) : ConfigurationStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteAuditStoreTests(SqliteTestDatabase database) : AuditStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresAuditStoreTests(PostgresTestDatabase database) : AuditStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteLearningStoreTests(SqliteTestDatabase database) : LearningStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresLearningStoreTests(PostgresTestDatabase database) : LearningStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteWebhookDeliveryStoreTests(SqliteTestDatabase database) : WebhookDeliveryStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresWebhookDeliveryStoreTests(PostgresTestDatabase database) : WebhookDeliveryStoreTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteMetricStoreTests(SqliteTestDatabase database) : MetricStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresMetricStoreTests(PostgresTestDatabase database) : MetricStoreTests(database), IClassFixture<PostgresTestDatabase>;
