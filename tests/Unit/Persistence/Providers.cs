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

public sealed class SqliteRunClaimTests(SqliteTestDatabase database) : RunClaimTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunClaimTests(PostgresTestDatabase database) : RunClaimTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunSaveTests(SqliteTestDatabase database) : RunSaveTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunSaveTests(PostgresTestDatabase database) : RunSaveTests(database), IClassFixture<PostgresTestDatabase>;

public sealed class SqliteRunEventTests(SqliteTestDatabase database) : RunEventTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresRunEventTests(PostgresTestDatabase database) : RunEventTests(database), IClassFixture<PostgresTestDatabase>;
