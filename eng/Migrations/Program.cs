using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Signalbox.Persistence.Providers;

Console.WriteLine("Design-time host for dotnet-ef; see eng/Migrations/README.md");

internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteSignalboxDbContext>
{
    public SqliteSignalboxDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteSignalboxDbContext>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresSignalboxDbContext>
{
    public PostgresSignalboxDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresSignalboxDbContext>().UseNpgsql("Host=design").Options);
}
