using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Persistence;

public abstract class WorkflowStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly Diagnostic Fault = new("w.yaml", 3, 5, DiagnosticSeverity.Error, "unknown-key", "'stepz' is not known");

    [Fact]
    public async Task RecordFile_SameText_AddsNoVersion()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var file = Scenario.File(scenario.Repository.Id, scenario.Workflow.Slug);
        var before = await FindAsync(scenario);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await Database.Workflows.RecordFileAsync(file, Ct));

        var workflow = await FindAsync(scenario);
        Assert.Equal((1, before.UpdatedAt), (workflow.CurrentVersion, workflow.UpdatedAt));
        Assert.Equal($"Title of {workflow.Slug}", workflow.Title);
        Assert.Equal(["one", "two"], workflow.Tags);
    }

    [Fact]
    public async Task RecordFile_ChangedText_AddsAVersionAndKeepsTheOld()
    {
        var scenario = await Scenario.CreateAsync(Database);

        Assert.True(await RecordAsync(scenario, "second"));
        Assert.True(await RecordAsync(scenario, "first"));

        var workflow = await FindAsync(scenario);
        Assert.Equal(3, workflow.CurrentVersion);
        Assert.Equal(["first", "second", "first"], await YamlsAsync(workflow));
        var version = (await Database.Workflows.GetVersionAsync(workflow.Id, 2, Ct))!;
        Assert.Equal("16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4", version.Sha256);
        Assert.Equal(2, (await Database.Workflows.GetVersionAsync(version.Id, Ct))!.Number);
        Assert.Null(await Database.Workflows.GetVersionAsync(workflow.Id, 4, Ct));
    }

    [Fact]
    public async Task RecordFile_SameChangeAtOnce_AddsOneVersion()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RecordAsync(scenario, "second"), Ct)));

        Assert.Single(changed, c => c);
        Assert.Equal(2, (await FindAsync(scenario)).CurrentVersion);
    }

    [Fact]
    public async Task RecordFile_BreaksAndIsMended_KeepsTheWorkflow()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var file = Scenario.File(scenario.Repository.Id, scenario.Workflow.Slug);

        // While it cannot be read it has the name of its file.
        var broken = file with { Slug = "name-of-the-file", Definition = null, Yaml = "stepz:", Diagnostics = [Fault] };
        Assert.True(await Database.Workflows.RecordFileAsync(broken, Ct));
        Assert.False(await Database.Workflows.RecordFileAsync(broken, Ct));

        var workflow = await FindAsync(scenario);
        Assert.Equal([Fault], workflow.Diagnostics);
        Assert.Equal(1, workflow.CurrentVersion);
        Assert.DoesNotContain(await ListAsync(scenario), w => string.Equals(w.Slug, "name-of-the-file", StringComparison.Ordinal));

        Assert.True(await Database.Workflows.RecordFileAsync(file, Ct));
        workflow = await FindAsync(scenario);
        Assert.Empty(workflow.Diagnostics);
        Assert.Equal(1, workflow.CurrentVersion);
    }

    [Fact]
    public async Task RecordFile_NeverValid_IsListedAndGivesWayToItsName()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var file = Scenario.File(scenario.Repository.Id, "proper", "/repositories/draft.yaml");
        await Database.Workflows.RecordFileAsync(file with { Slug = "draft", Definition = null, Yaml = null, Diagnostics = [Fault] }, Ct);
        Assert.Equal(0, (await ListAsync(scenario)).Single(w => string.Equals(w.Slug, "draft", StringComparison.Ordinal)).CurrentVersion);

        await Database.Workflows.RecordFileAsync(file, Ct);

        Assert.Equal(["proper", scenario.Workflow.Slug], (await ListAsync(scenario)).Select(w => w.Slug), StringComparer.Ordinal);
    }

    [Fact]
    public async Task RecordFile_BrokenFileCalledLikeAnotherWorkflow_LeavesThatAlone()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var slug = scenario.Workflow.Slug;

        await Database.Workflows.RecordFileAsync(new WorkflowFileRecord(scenario.Repository.Id, slug, "/elsewhere/x.yaml", null, null, [Fault]), Ct);

        Assert.Empty((await FindAsync(scenario)).Diagnostics);
        Assert.Equal([slug, $"{slug}-2"], (await ListAsync(scenario)).Select(w => w.Slug), StringComparer.Ordinal);
    }

    [Fact]
    public async Task RecordFile_GetsAnotherName_ArchivesTheOldWorkflow()
    {
        var scenario = await Scenario.CreateAsync(Database);

        await Database.Workflows.RecordFileAsync(Scenario.File(scenario.Repository.Id, "renamed", scenario.Workflow.SourcePath), Ct);

        Assert.Equal(["renamed"], (await ListAsync(scenario)).Select(w => w.Slug), StringComparer.Ordinal);
        Assert.NotNull(await Database.Workflows.GetVersionAsync(scenario.Version.Id, Ct));
    }

    [Fact]
    public async Task RecordFile_Moves_StaysTheSameWorkflow()
    {
        var scenario = await Scenario.CreateAsync(Database);

        Assert.True(await Database.Workflows.RecordFileAsync(Scenario.File(scenario.Repository.Id, scenario.Workflow.Slug, "/repositories/moved.yaml"), Ct));
        Assert.False(await Database.Workflows.ArchiveMissingAsync(scenario.Repository.Id, ["/repositories/moved.yaml"], Ct));

        var workflow = await FindAsync(scenario);
        Assert.Equal((scenario.Workflow.Id, "/repositories/moved.yaml", 1), (workflow.Id, workflow.SourcePath, workflow.CurrentVersion));
    }

    [Fact]
    public async Task ArchiveMissing_FileIsGone_ArchivesUntilItIsBack()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var other = await Scenario.CreateAsync(Database);

        Assert.False(await Database.Workflows.ArchiveMissingAsync(scenario.Repository.Id, [scenario.Workflow.SourcePath], Ct));
        Assert.True(await Database.Workflows.ArchiveMissingAsync(scenario.Repository.Id, [], Ct));
        Assert.False(await Database.Workflows.ArchiveMissingAsync(scenario.Repository.Id, [], Ct));

        Assert.Empty(await ListAsync(scenario));
        Assert.Empty(await Database.Workflows.FindAsync(scenario.Workflow.Slug, Ct));
        Assert.Single(await ListAsync(other));

        Assert.True(await RecordAsync(scenario, "first"));
        var back = await FindAsync(scenario);
        Assert.Equal((scenario.Workflow.Id, 1, false), (back.Id, back.CurrentVersion, back.Archived));
    }

    [Fact]
    public async Task Find_SlugInTwoRepositories_GivesBoth()
    {
        var (one, other) = (await Scenario.CreateAsync(Database), await Scenario.CreateAsync(Database));
        var slug = $"shared-{one.Workflow.Slug}";

        await Database.Workflows.RecordFileAsync(Scenario.File(one.Repository.Id, slug), Ct);
        await Database.Workflows.RecordFileAsync(Scenario.File(other.Repository.Id, slug), Ct);

        Assert.Equal(2, (await Database.Workflows.FindAsync(slug, Ct)).Count);
    }

    private Task<bool> RecordAsync(Scenario scenario, string yaml) =>
        Database.Workflows.RecordFileAsync(Scenario.File(scenario.Repository.Id, scenario.Workflow.Slug, yaml: yaml), Ct);

    private async Task<Workflow> FindAsync(Scenario scenario) =>
        (await Database.Workflows.FindAsync(scenario.Workflow.Slug, Ct)).Single();

    private async Task<List<Workflow>> ListAsync(Scenario scenario) =>
        [.. (await Database.Workflows.ListAsync(Ct)).Where(w => w.RepositoryId == scenario.Repository.Id)];

    private async Task<List<string>> YamlsAsync(Workflow workflow)
    {
        var yamls = new List<string>();
        for (var number = 1; number <= workflow.CurrentVersion; number++)
        {
            yamls.Add((await Database.Workflows.GetVersionAsync(workflow.Id, number, Ct))!.Yaml);
        }

        return yamls;
    }
}
