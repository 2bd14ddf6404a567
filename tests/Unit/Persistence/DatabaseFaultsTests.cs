using Microsoft.Data.Sqlite;
using Npgsql;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

public sealed class DatabaseFaultsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-db-faults-");

    [Fact]
    public void Explain_DatabaseHeldByAnother_SaysSo()
    {
        using var holder = Open();
        Run(holder, "CREATE TABLE t (x)");
        Run(holder, "BEGIN IMMEDIATE");
        using var other = Open();

        var thrown = Assert.Throws<SqliteException>(() => Run(other, "INSERT INTO t VALUES (1)"));

        Assert.Contains("Another program holds", DatabaseFaults.Explain(new InvalidOperationException("while saving", thrown)), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoRoom_SaysSo()
    {
        using var connection = Open();
        Run(connection, "CREATE TABLE t (x)");
        Run(connection, "PRAGMA max_page_count=4");

        var thrown = Assert.Throws<SqliteException>(() => Run(connection, "INSERT INTO t VALUES (zeroblob(1000000))"));

        Assert.Contains("is full", DatabaseFaults.Explain(thrown), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_FullDiskOfPostgres_SaysSo() =>
        Assert.Contains("is full", DatabaseFaults.Explain(new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)), StringComparison.Ordinal);

    [Theory]
    [InlineData(6, "Another program holds")]
    [InlineData(7, "no memory")]
    [InlineData(8, "cannot be read or written")]
    [InlineData(10, "cannot be read or written")]
    [InlineData(14, "cannot be read or written")]
    [InlineData(15, "Another program holds")]
    public void Explain_WhatPasses_SaysWhatItIs(int code, string expected) =>
        Assert.Contains(expected, DatabaseFaults.Explain(new SqliteException("as SQLite says it", code)), StringComparison.Ordinal);

    [Fact]
    public void Explain_PostgresShutsDown_SaysSo() =>
        Assert.Contains("does not answer", DatabaseFaults.Explain(new PostgresException("terminating connection", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown)), StringComparison.Ordinal);

    [Fact]
    public void Explain_Bug_IsNotExplainedAway()
    {
        using var connection = Open();

        Assert.Null(DatabaseFaults.Explain(Assert.Throws<SqliteException>(() => Run(connection, "SELECT * FROM nothing"))));
        Assert.Null(DatabaseFaults.Explain(new InvalidOperationException()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, "t.db"), Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements are this test's own
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
