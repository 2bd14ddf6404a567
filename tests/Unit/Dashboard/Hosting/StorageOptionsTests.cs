using Microsoft.Extensions.Configuration;
using Npgsql;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hosting;

public sealed class StorageOptionsTests
{
    private const string Password = "hunter2-hunter2";

    [Fact]
    public void Read_NothingIsSaid_IsSqlite() => Assert.Null(SignalboxOptions.Read(Configuration()).Storage.ConnectionString);

    [Fact]
    public void Read_FileWithTheWholeString_IsPostgresWithItsPassword()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "database");
        File.WriteAllText(file, $"Host=db;Database=box;Username=me;Password={Password}\n");

        var options = SignalboxOptions.Read(Configuration(("Storage:Provider", "postgres"), ("Storage:ConnectionString", $"file:{file}")));

        Assert.Equal(Password, new NpgsqlConnectionStringBuilder(options.Storage.ConnectionString).Password);
        Assert.Equal("box at db:5432", options.Storage.Database);
        Assert.DoesNotContain(Password, options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StringWithoutAPassword_IsTakenAsItIs()
    {
        var storage = SignalboxOptions.Read(Configuration(("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=/run/postgresql;Database=box;Maximum Pool Size=7"))).Storage;

        var connection = new NpgsqlConnectionStringBuilder(storage.ConnectionString);
        Assert.Equal(("/run/postgresql", "box", 7), (connection.Host, connection.Database, connection.MaxPoolSize));
    }

    [Theory]
    [InlineData("postgres", null, "Storage:ConnectionString: is needed")]
    [InlineData("postgres", "Host=db;Password=hunter2-hunter2", "a password does not belong into the configuration")]
    [InlineData("postgres", "hunter2-hunter2", "found something else")]
    [InlineData("postgres", "Host=db;Nonsense=hunter2-hunter2", "found something else")]
    [InlineData("postgres", "env:NOT_SET_ON_ANY_MACHINE_OF_OURS", "NOT_SET_ON_ANY_MACHINE_OF_OURS is not set")]
    [InlineData("postgres", "file:relative", "absolute path")]
    [InlineData("postgres", "file:/no/such/file", "/no/such/file cannot be read")]
    [InlineData("sqlite", "Host=db", "is for Storage:Provider postgres")]
    [InlineData("mysql", null, "found 'mysql', allowed is sqlite or postgres")]
    public void Read_NotAllowed_SaysSoAndRepeatsNoSecret(string provider, string? connection, string expected)
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Storage:Provider", provider), ("Storage:ConnectionString", connection))));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralFaults_AreAllListed()
    {
        var fault = Assert.Throws<SignalboxFaultException>(() => SignalboxOptions.Read(Configuration(("Storage:Provider", "postgres"), ("Cluster:Lease", "00:00:01"), ("Storage:Conection", "x"))));

        Assert.Contains("Storage:ConnectionString", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster:Lease", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:Conection: is not an option", fault.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, v.Value))).Build();
}
