using System.Text.Json;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Security;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>The token of a data directory goes to the server of that directory and to nobody else.</summary>
public sealed class ServerFinderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunList_AfterACrashWhosePortAnotherTook_WorksByItselfAndTellsItNothing()
    {
        await using var impostor = await Impostor.StartAsync(new string('0', 64));
        using var cli = new CliRunner();
        cli.Engine.AddRun("DOC-1");
        var token = PrepareDirectory(cli.DataPath, impostor.Url);

        Assert.Equal(0, await cli.RunAsync("run", "list"));

        Assert.StartsWith("DOC-1", cli.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(impostor.Received);
        Assert.NotEmpty(token);
    }

    [Fact]
    public async Task RunList_WhenWhatListensCannotProveItself_RefusesAndSendsNoToken()
    {
        await using var impostor = await Impostor.StartAsync(new string('0', 64));
        using var cli = new CliRunner();
        cli.HolderLimit = TimeSpan.FromMilliseconds(500);
        var token = PrepareDirectory(cli.DataPath, impostor.Url);
        using var held = await DataDirectoryLock.TakeAsync(DataDirectory.Open(cli.DataPath), TimeProvider.System, Token);
        WriteServerFile(cli.DataPath, impostor.Url);

        Assert.Equal(4, await cli.RunAsync("run", "list"));

        Assert.Single(cli.Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Contains($"pid {Environment.ProcessId}", cli.Error.ToString(), StringComparison.Ordinal);
        AssertAskedOnlyForAProof(impostor, token);
    }

    [Fact]
    public async Task RunList_OfANamedServerThatIsNotOfThisDirectory_SendsNoLocalToken()
    {
        await using var impostor = await Impostor.StartAsync(new string('0', 64));
        using var cli = new CliRunner();
        var token = PrepareDirectory(cli.DataPath, impostor.Url);
        await cli.RunAsync("run", "list", "--server", impostor.Url);
        Assert.NotEmpty(impostor.Received);
        Assert.DoesNotContain(impostor.Received, r => r.Contains(token, StringComparison.Ordinal) || r.Contains("Bearer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunList_OfANamedServerOfThisDirectory_NeedsNoToken()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("SRV-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("run", "list", "--server", server.App.Url));
        Assert.StartsWith("SRV-1", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunList_FromSeveralCommandsAtOnce_AllAnswer()
    {
        using var first = new CliRunner();
        first.Engine.AddRun("DOC-1");
        var others = Enumerable.Range(0, 5).Select(_ => new CliRunner(first.DataPath)).ToList();
        others.ForEach(o => o.Engine.AddRun("DOC-1"));

        var codes = await Task.WhenAll(others.Prepend(first).Select(c => c.RunAsync("run", "list")));

        Assert.All(codes, (code, i) => Assert.True(code == 0, others.Prepend(first).ElementAt(i).Error.ToString()));
        Assert.All(others.Prepend(first), c => Assert.StartsWith("DOC-1", c.Output.ToString(), StringComparison.Ordinal));
        others.ForEach(o => o.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("XYZ")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000a")]
    public async Task Version_WithoutAProperNonce_ProvesNothing(string nonce)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var answer = await client.GetAsync("/version?nonce=" + nonce, Token);
        Assert.DoesNotContain("proof", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public void Proof_HoldsForItsTokenNonceAndPortOnly()
    {
        var (proof, nonce) = (ServerProof.Of("token"), ServerProof.NewNonce());
        var answer = proof.Answer(nonce, 5080);
        Assert.True(proof.Accepts(nonce, 5080, answer));
        Assert.False(proof.Accepts(nonce, 5081, answer));
        Assert.False(proof.Accepts(ServerProof.NewNonce(), 5080, answer));
        Assert.False(ServerProof.Of("other").Accepts(nonce, 5080, answer));
        Assert.False(proof.Accepts(nonce, 5080, null));
    }

    private static void AssertAskedOnlyForAProof(Impostor impostor, string token)
    {
        Assert.NotEmpty(impostor.Received);
        Assert.All(impostor.Received, r => Assert.StartsWith("/version?nonce=", r, StringComparison.Ordinal));
        Assert.DoesNotContain(impostor.Received, r => r.Contains(token, StringComparison.Ordinal) || r.Contains("Bearer", StringComparison.Ordinal));
    }

    // As a server leaves it that was killed: its file names a process that is alive, this one.
    private static string PrepareDirectory(string path, string url)
    {
        var data = DataDirectory.Open(path);
        CliToken.LoadOrCreate(data);
        WriteServerFile(path, url);
        File.WriteAllText(data.LockFile, $"{Environment.ProcessId}\n");
        return File.ReadAllText(data.TokenFile).Trim();
    }

    private static void WriteServerFile(string path, string url) =>
        File.WriteAllText(Path.Combine(path, "server.json"), JsonSerializer.Serialize(new { pid = Environment.ProcessId, url, version = "1.0" }));
}
