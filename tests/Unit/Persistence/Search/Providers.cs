namespace Signalbox.Unit.Persistence.Search;

public sealed class SqliteLogIndexSourceTests(SqliteTestDatabase database) : LogIndexSourceTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class PostgresLogIndexSourceTests(PostgresTestDatabase database) : LogIndexSourceTests(database), IClassFixture<PostgresTestDatabase>;
