using System.Text.Json;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Persistence;
using Signalbox.Unit.Persistence.Transfer;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>The verbs that work on the data itself, with its database and without a server.</summary>
public sealed class DataCommandTests
{
    [Fact]
    public async Task ExportAndImport_ThroughTheCommandLine_CarryRowsAndFiles()
    {
        using var from = new CliRunner();
        var key = await FillAsync(from);
        var export = Path.Combine(from.Folder, "export");

        Assert.Equal(0, await from.RunAsync("data", "export", "export"));
        Assert.StartsWith($"{export}: ", from.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nruns 1/1\n", "\n" + from.Error, StringComparison.Ordinal);
        Assert.Contains("signalbox: not in an export: keys/, cli.token", from.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, await from.RunAsync("data", "export", "export"));

        using var to = new CliRunner();
        Assert.Equal(0, await to.RunAsync("data", "import", export));
        await using var imported = await SqliteFileDatabase.OpenAsync(Path.Combine(to.DataPath, "signalbox.db"));
        Assert.Equal([$"{key}|{to.DataPath}/runs/{key}"], await imported.QueryAsync("SELECT key, directory FROM runs"));
        Assert.Equal("a note", await File.ReadAllTextAsync(Path.Combine(to.DataPath, "runs", key, "note.txt"), TestContext.Current.CancellationToken));

        Assert.Equal(4, await to.RunAsync("data", "import", export));
        Assert.Contains("this server is not empty", to.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AsJson_IsALineForEachPartAndTheResultAtTheEnd()
    {
        using var cli = new CliRunner();
        await FillAsync(cli);
        Assert.Equal(0, await cli.RunAsync("data", "export", "export", "--json"));
        var lines = cli.Output.ToString().TrimEnd('\n').Split('\n').Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToList();
        Assert.Contains(lines, l => l.TryGetProperty("part", out var part) && part.GetString() is "runs" && l.GetProperty("isEnd").GetBoolean());
        Assert.True(lines[^1].GetProperty("rows").GetInt64() > 5);
        Assert.Empty(cli.Error.ToString());
    }

    [Fact]
    public async Task BackupCheckAndRestore_ThroughTheCommandLine_DoWhatTheySay()
    {
        using var cli = new CliRunner();
        var key = await FillAsync(cli);
        Assert.Equal(0, await cli.RunAsync("db", "backup", "backup.db"));
        Assert.Equal(4, await cli.RunAsync("db", "backup", "backup.db"));
        Assert.Equal(0, await cli.RunAsync("db", "migrate"));
        File.Delete(Path.Combine(cli.DataPath, "signalbox.db"));
        Assert.Equal(0, await cli.RunAsync("db", "restore", "backup.db"));
        Assert.Equal(3, await cli.RunAsync("db", "restore", "none.db"));

        // The repository of the run is nowhere: the only thing that is wrong.
        cli.Output.GetStringBuilder().Clear();
        Assert.Equal(1, await cli.RunAsync("db", "check"));
        Assert.Contains("the repository's folder", Assert.Single(cli.Output.ToString().TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(cli.DataPath, "runs", key), recursive: true);
        cli.Output.GetStringBuilder().Clear();
        Assert.Equal(1, await cli.RunAsync("db", "check", "--json"));
        var found = JsonSerializer.Deserialize<JsonElement>(cli.Output.ToString());
        Assert.False(found.GetProperty("healthy").GetBoolean());
        Assert.Contains(found.GetProperty("findings").EnumerateArray(), f => string.Equals(f.GetProperty("about").GetString(), key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data", "export", "export")]
    [InlineData("db", "backup", "file")]
    [InlineData("db", "check")]
    public async Task Verb_WithoutData_IsNotFound(params string[] arguments)
    {
        using var cli = new CliRunner();
        Assert.Equal(3, await cli.RunAsync(arguments));
        Assert.Contains("there is no database", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(cli.DataPath));
    }

    [Theory]
    [InlineData("db", "migrate")]
    [InlineData("db", "restore", "file")]
    [InlineData("data", "import", ".")]
    public async Task Verb_ThatReplacesTheData_IsRefusedWhileAServerHoldsIt(params string[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "file"), "", TestContext.Current.CancellationToken);
        Assert.Equal(4, await cli.RunAsync(arguments));
        Assert.Contains("is held by", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db", "backup", "file", "pg_dump")]
    [InlineData("db", "restore", "file", "pg_restore")]
    public async Task BackupAndRestore_OfPostgres_NameItsOwnTools(string group, string verb, string file, string tool)
    {
        using var cli = new CliRunner();
        cli.Environment["DATABASE"] = "Host=127.0.0.1;Port=1;Database=none;Username=none";
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "file"), "", TestContext.Current.CancellationToken);
        Assert.Equal(4, await cli.RunAsync(group, verb, file, "--Storage:Provider=postgres", "--Storage:ConnectionString=env:DATABASE"));
        Assert.Contains(tool, cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_WhereTheUsersFileNamesTheDatabase_WorksOnThatOne()
    {
        using var cli = new CliRunner();
        Directory.CreateDirectory(cli.DataPath);
        await File.WriteAllTextAsync(
            Path.Combine(cli.DataPath, "signalbox.yaml"),
            "version: 1.0.0\ndeployment: {storage: {provider: postgres, connection_string: \"Host=127.0.0.1;Port=1;Database=none;Username=none\"}}\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(4, await cli.RunAsync("db", "backup", "file"));
        Assert.Contains("pg_dump", cli.Error.ToString(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(cli.DataPath, "signalbox.yaml"), "version: 1\n", TestContext.Current.CancellationToken);
        Assert.Equal(2, await cli.RunAsync("db", "check"));
        Assert.Contains("signalbox.yaml:1:10", cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> FillAsync(CliRunner cli)
    {
        var stop = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(cli.DataPath);
        await using var database = await SqliteFileDatabase.OpenAsync(Path.Combine(cli.DataPath, "signalbox.db"));
        var scenario = await Scenario.CreateAsync(database);
        var run = await scenario.EndAsync((await scenario.AddAsync()).Id, RunStatus.Running);
        await database.QueryAsync("UPDATE step_runs SET status = 'Completed', ended_at = 5");
        run = await scenario.EndAsync(run.Id, RunStatus.Completed);
        await database.QueryAsync($"UPDATE runs SET directory = '{cli.DataPath}/runs/{run.Key}'");
        Directory.CreateDirectory(Path.Combine(cli.DataPath, "runs", run.Key));
        await File.WriteAllTextAsync(Path.Combine(cli.DataPath, "runs", run.Key, "note.txt"), "a note", stop);
        return run.Key;
    }
}
