using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Unit.Engine.Features;

/// <summary>Spec 4, 4.1: <c>features/{id}/</c> of a repository.</summary>
public sealed class FeatureExportTests : IDisposable
{
    private const string Folder = ".ai/project/features/notes";
    private readonly FeatureScene scene = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec4", "4.1 features/{id}/: spec.yaml, 50_state.md, 30_tasks.md, DECISIONS.md")]
    public async Task Spec4_Feature_HasItsFiles()
    {
        var (feature, run) = await scene.StartAsync();
        Decide(run, "review: approved");

        var result = await WriteAsync(feature);

        Assert.Equal([$"{Folder}/DECISIONS.md", $"{Folder}/spec.yaml", $"{Folder}/50_state.md", $"{Folder}/30_tasks.md"], result.Files);
        Assert.Equal(feature.Text, await ReadAsync("spec.yaml"));
        Assert.Contains("run: NTS-1\n", await ReadAsync("50_state.md"), StringComparison.Ordinal);
        Assert.Contains("- [ ] BE-001: Store (PENDING)\n", await ReadAsync("30_tasks.md"), StringComparison.Ordinal);
        Assert.Contains("in NTS-1: review: approved\n", await ReadAsync("DECISIONS.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Again_ReplacesItsOwnAndKeepsWhatPeopleDecided()
    {
        var (feature, run) = await scene.StartAsync();
        Decide(run, "review: approved");
        await WriteAsync(feature);
        await File.AppendAllTextAsync(scene.PathOf(".ai", "project", "features", "notes", "DECISIONS.md"), "- ours\n", Token);
        await File.AppendAllTextAsync(scene.PathOf(".ai", "project", "features", "notes", "50_state.md"), "gone\n", Token);
        Decide(run, "ship: yes");

        await WriteAsync(feature);

        var decisions = (await ReadAsync("DECISIONS.md")).TrimEnd('\n').Split('\n');
        Assert.Equal(["- ours", "ship: yes"], decisions[^2..].Select(l => l.StartsWith("- ours", StringComparison.Ordinal) ? l : l[^"ship: yes".Length..]));
        Assert.Single(decisions, l => l.EndsWith("review: approved", StringComparison.Ordinal));
        Assert.DoesNotContain("gone", await ReadAsync("50_state.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WithoutDecisions_WritesNoFileOfThem()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;

        Assert.Equal([$"{Folder}/spec.yaml", $"{Folder}/50_state.md", $"{Folder}/30_tasks.md"], (await WriteAsync(feature)).Files);
    }

    [Theory]
    [InlineData("../../../outside")]
    [InlineData("..")]
    [InlineData(".git")]
    [InlineData("a/b")]
    public async Task Write_IdThatLeadsElsewhere_IsRefused(string id)
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec.Replace("id: notes", $"id: '{id}'", StringComparison.Ordinal))).Feature!;

        Assert.StartsWith($"'{id}' cannot name a folder", (await WriteAsync(feature)).Refused, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(scene.Repository.Path));
    }

    [Fact]
    public async Task Write_ThroughALink_IsRefused()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        var outside = Directory.CreateDirectory(scene.PathOf("outside"));
        Directory.CreateSymbolicLink(scene.PathOf(".ai"), outside.FullName);

        Assert.Contains("is a link, which is not followed", (await WriteAsync(feature)).Refused, StringComparison.Ordinal);
        Assert.Empty(outside.GetFileSystemInfos());
    }

    [Fact]
    public async Task Write_DecisionsThatAreALink_AreNeitherReadNorReplaced()
    {
        var (feature, run) = await scene.StartAsync();
        Decide(run, "review: approved");
        var secret = scene.PathOf("secret");
        await File.WriteAllTextAsync(secret, "secret\n", Token);
        Directory.CreateDirectory(scene.PathOf(".ai", "project", "features", "notes"));
        File.CreateSymbolicLink(scene.PathOf(".ai", "project", "features", "notes", "DECISIONS.md"), secret);

        var result = await WriteAsync(feature);

        Assert.StartsWith($"{Folder}/DECISIONS.md of web was not written:", result.Refused, StringComparison.Ordinal);
        Assert.Equal("secret\n", await File.ReadAllTextAsync(secret, Token));
        Assert.False(File.Exists(scene.PathOf(".ai", "project", "features", "notes", "spec.yaml")));
    }

    [Fact]
    public async Task Write_OfNone_IsNotFound() => Assert.NotNull((await Export().WriteAsync(EntityId.New<FeatureId>(), Token)).NotFound);

    public void Dispose() => scene.Dispose();

    private FeatureExport Export() => new(scene.Store, scene.Engine, scene.Engine, new RunRecords(scene.Engine, scene.Engine));

    private Task<FeatureExportResult> WriteAsync(Feature feature) => Export().WriteAsync(feature.Id, Token);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(scene.PathOf(".ai", "project", "features", "notes", name), Token);

    private void Decide(RunState run, string summary) => scene.Engine.Checkpoints.Add(new Checkpoint
    {
        Id = EntityId.New<CheckpointId>(),
        RunId = run.Run.Id,
        Type = CheckpointType.Decision,
        Completed = [],
        Summary = summary,
        Author = "lead",
        CreatedAt = run.Run.CreatedAt.AddMinutes(scene.Engine.Checkpoints.Count),
    });
}
