using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Governance.Configuration;
using Signalbox.Unit.Persistence.Transfer;

namespace Signalbox.Unit.Dashboard.Hosting.Settings;

public sealed class ConfigurationFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeConfigurations _server = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_AfterAnotherServerApplied_TakesIt()
    {
        using var follower = await FollowerAsync();
        await follower.LookAsync(Stop);
        Assert.Empty(_server.Taken);
        await AddAsync("1.0.0");
        await follower.LookAsync(Stop);
        Assert.Equal(["1.0.0"], _server.Taken);
    }

    [Fact]
    public async Task Look_AtAVersionThatThisServerRefuses_SaysSoAndTriesAgainAfterAMinute()
    {
        using var follower = await FollowerAsync();
        await AddAsync("1.0.0");
        _server.Faults.Add(new Diagnostic("c", 2, 1, DiagnosticSeverity.Error, "bad-option", "Not here."));
        await follower.LookAsync(Stop);
        Assert.Empty(_server.Taken);
        Assert.Equal("this server still works by an earlier configuration than 1.0.0, which is in force", _server.Desk.Unsettled[0]);
        Assert.EndsWith("Not here.", _server.Desk.Unsettled[1], StringComparison.Ordinal);

        // The file that was late is there, and the next look is too early.
        _server.Faults.Clear();
        await follower.LookAsync(Stop);
        Assert.Empty(_server.Taken);
        _time.Advance(ConfigurationFollower.RetryInterval);
        await follower.LookAsync(Stop);
        Assert.Equal(["1.0.0"], _server.Taken);
        Assert.Empty(_server.Desk.Unsettled);
    }

    [Fact]
    public async Task Look_WhereAWorkflowNamesAnAgentThatIsNotKnownHere_TakesItAllTheSame()
    {
        using var follower = await FollowerAsync();
        _server.Known = new([], null);
        await _server.AddAsync(Version("version: 1.0.0\nworkflows:\n  one: {steps: [{id: a, agent: builder, prompt: hi}]}\n", 1), null, Stop);
        await follower.LookAsync(Stop);
        Assert.Equal(["1.0.0"], _server.Taken);
    }

    [Fact]
    public async Task Look_OnAServerThatWasStartedWithoutTheApplied_WaitsForTheNext()
    {
        await using (var database = await SqliteFileDatabase.OpenAsync(DataDirectory.Open(_folder.In("data")).DatabaseFile))
        {
            Assert.True(await database.Configurations.AddAsync(Version(ConfigurationTexts.Of("1.0.0"), 1), null, Stop));
        }

        using var follower = await FollowerAsync("--Configuration:Applied=false");
        await AddAsync("1.0.0");
        await follower.LookAsync(Stop);
        Assert.Empty(_server.Taken);
        await AddAsync("1.1.0");
        await follower.LookAsync(Stop);
        Assert.Equal(["1.1.0"], _server.Taken);
    }

    [Fact]
    public async Task Look_WhereSomethingHadNoEffectYet_GoesOnWithIt()
    {
        using var follower = await FollowerAsync();
        _server.Unsettled = ["the workflows of web could not be brought up to date"];
        Assert.Single(_server.Desk.Unsettled);
        await follower.LookAsync(Stop);
        Assert.Empty(_server.Desk.Unsettled);
    }

    public void Dispose() => _folder.Dispose();

    private async Task AddAsync(string version) =>
        await _server.AddAsync(Version(ConfigurationTexts.Of(version), await _server.NewestNumberAsync(Stop) + 1), null, Stop);

    private static ConfigurationVersion Version(string text, int number) => new()
    {
        Id = EntityId.New<ConfigurationVersionId>(),
        Number = number,
        Version = ConfigurationReader.Read(text, "c").Document!.Version.Text,
        Text = text,
        Sha256 = new string('a', 64),
        Diff = "",
        AppliedBy = "ada",
        AppliedAt = DateTimeOffset.UnixEpoch,
    };

    private async Task<ConfigurationFollower> FollowerAsync(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddCommandLine(arguments);
        var (documents, _) = await ServerDocuments.OpenAsync(builder.Configuration, DataDirectory.Open(_folder.In("data")), Stop);
        return new ConfigurationFollower(_server.Desk, _server, documents, _time, NullLogger<ConfigurationFollower>.Instance);
    }
}
