using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>Each bad input gets one clear sentence; nothing is lost, no stack trace is shown.</summary>
public sealed class BadInputTests(SharedServer shared)
{
    [Fact]
    public async Task Validate_TwoMebibytes_OneSentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("large.yaml");
        await File.WriteAllTextAsync(file, "version: \"1.0\"\nname: large\nsteps:\n  - id: a\n    run: |\n" + new StringBuilder().Insert(0, "      echo 0123456789\n", 100_000), TestContext.Current.CancellationToken);
        await AssertRefusedAsync("1 MiB", "workflow", "validate", file);
    }

    [Fact]
    public async Task List_CursorThatNobodyGave_IsAFaultOfTheRequest()
    {
        using var client = shared.Server.CreateClient();
        using var answer = await client.GetAsync(new Uri("/api/v1/runs?cursor=zzz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"cursor\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_AliasBomb_OneSentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("bomb.yaml");
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (var c = 'b'; c < 'j'; c++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"{c}: &{c} [").AppendJoin(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 10)).Append("]\n");
        }

        await File.WriteAllTextAsync(file, bomb.ToString(), TestContext.Current.CancellationToken);
        await AssertRefusedAsync("alias", "workflow", "validate", file);
    }

    [Fact]
    public async Task Validate_UnknownAgent_NamedWithItsLine()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Combine("agent.yaml");
        await File.WriteAllTextAsync(file, "version: \"1.0\"\nname: agent\nsteps:\n  - id: a\n    agent: cluade\n    prompt: Hello\n", TestContext.Current.CancellationToken);
        await AssertRefusedAsync("agent.yaml:5:", "workflow", "validate", file);
        await AssertRefusedAsync("'claude'", "workflow", "validate", file);
    }

    [Theory]
    [InlineData("nowhere", "there is no folder", 3)]
    [InlineData("plain", "not a git repository", 2)]
    public async Task Init_NoRepository_OneSentence(string name, string expected, int exitCode)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Combine("plain"));
        var result = await shared.Server.CliAsync(TestContext.Current.CancellationToken, "init", folder.Combine(name));
        Assert.Equal(exitCode, result.ExitCode);
        AssertOneSentence(result, expected);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Combine("plain")));
    }

    [Fact]
    public async Task Run_BranchInUse_FailsWithTheReasonAndLosesNothing()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await shared.Repository.GitAsync(stop, "worktree", "add", "-q", "-b", "signalbox/TAKEN-1", folder.Combine("elsewhere"));

        var result = await shared.Server.CliAsync(stop, "workflow", "run", "burst", "--key", "TAKEN-1", "--follow");

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("signalbox/TAKEN-1", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains(folder.Combine("elsewhere"), result.Output + result.Error, StringComparison.Ordinal);
        Assert.True(Directory.Exists(folder.Combine("elsewhere")));
    }

    [Fact]
    public async Task Run_KeyTaken_RefusedWithOneSentence()
    {
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(0, (await shared.Server.CliAsync(stop, "workflow", "run", "burst", "--key", "TWICE-1", "--wait")).ExitCode);
        var second = await shared.Server.CliAsync(stop, "workflow", "run", "burst", "--key", "TWICE-1");
        Assert.True(second.ExitCode == 4, second.ToString());
        AssertOneSentence(second, "TWICE-1");
    }

    [Fact]
    public async Task Serve_PortInUse_OneSentence()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var result = await ServeAsync(folder.Combine("data"), $"http://127.0.0.1:{port}");
        Assert.NotEqual(0, result.ExitCode);
        AssertOneSentence(result, port.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Serve_DataDirectoryThatCannotBeWritten_OneSentence()
    {
        // The tests may run as root, for whom no permission bit counts: a folder below /proc cannot be made by anyone.
        var result = await ServeAsync("/proc/signalbox-data", "http://127.0.0.1:0");
        Assert.NotEqual(0, result.ExitCode);
        AssertOneSentence(result, "/proc/signalbox-data");
    }

    [Fact]
    public async Task Serve_SecondServerOnTheSameData_RefusesAndNamesTheFirst()
    {
        var result = await ServeAsync(shared.Server.Data, "http://127.0.0.1:0");
        Assert.NotEqual(0, result.ExitCode);
        AssertOneSentence(result, shared.Server.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    private static Task<CommandResult> ServeAsync(string data, string url) =>
        Command.RunAsync("dotnet", [TestPaths.Signalbox, "serve", "--no-browser", "--urls", url], TestContext.Current.CancellationToken, environment: SignalboxServer.EnvironmentFor(data));

    private static void AssertOneSentence(CommandResult result, string expected)
    {
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task AssertRefusedAsync(string expected, params string[] arguments)
    {
        var result = await shared.Server.CliAsync(TestContext.Current.CancellationToken, arguments);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains(expected, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
    }
}
