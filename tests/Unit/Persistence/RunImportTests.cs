using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Export;

namespace Signalbox.Unit.Persistence;

public abstract class RunImportTests(TestDatabase database) : ConformanceTests(database)
{
    private static int s_count;

    [Fact]
    public async Task Import_WorkflowIsNotKnown_BelongsToAnArchivedOneOfTheRepositoryForImports()
    {
        var import = Import();

        var (state, events) = (await Database.Imports.ImportAsync(import, Ct))!.Value;

        Assert.Equal((import.Key, RunStatus.Completed, "imported"), (state.Run.Key, state.Run.Status, state.Repository.Name));
        Assert.Equal((import.Yaml, 1), (state.Version.Yaml, state.Version.Number));
        Assert.Equal([1L], events.Select(e => e.Sequence));
        Assert.Equal("a", Assert.Single(state.Steps).StepId);
        Assert.Equal(AttemptStatus.Succeeded, Assert.Single(state.Attempts).Status);
        Assert.Empty(await Database.Workflows.FindAsync(import.Workflow, Ct)); // archived: nobody starts it
        Assert.Equal("Imported", Assert.Single(await Database.Queries.EventsAsync(state.Run.Id, 0, 10, Ct)).Message);
    }

    [Fact]
    public async Task Import_SameWorkflowTwice_MakesAVersionForEachText()
    {
        var workflow = $"flow-{Guid.NewGuid():N}";

        var first = await ImportedAsync(Import(workflow, "one"));
        var second = await ImportedAsync(Import(workflow, "two"));
        var third = await ImportedAsync(Import(workflow, "one"));

        Assert.Equal((1, 2), (first.Version.Number, second.Version.Number));
        Assert.Equal(first.Version.Id, third.Version.Id);
    }

    [Fact]
    public async Task Import_VersionIsKnown_BelongsToIt()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var known = await ImportedAsync(Import(scenario.Workflow.Slug, scenario.Version.Yaml, scenario.Repository.Name));
        var changed = await ImportedAsync(Import(scenario.Workflow.Slug, "another text", scenario.Repository.Name));

        Assert.Equal((scenario.Repository.Id, scenario.Version.Id), (known.Run.RepositoryId, known.Run.WorkflowVersionId));
        Assert.NotEqual(scenario.Repository.Id, changed.Run.RepositoryId); // no workflow of a person gets a version that its file never had
    }

    [Fact]
    public async Task Import_KeyIsTaken_WritesNothingAndPlacesNoFile()
    {
        var first = Import();
        await ImportedAsync(first);
        var placed = false;
        var second = Import() with { Key = first.Key, PlaceFilesAsync = _ => { placed = true; return Task.CompletedTask; } };

        Assert.Null(await Database.Imports.ImportAsync(second, Ct));

        Assert.False(placed);
        Assert.Single(await Database.Queries.ResolveAsync(first.Key, Ct));
    }

    [Fact]
    public async Task Import_FilesCannotBePlaced_WritesNothing()
    {
        var import = Import() with { PlaceFilesAsync = _ => throw new IOException("no room") };

        await Assert.ThrowsAsync<IOException>(() => Database.Imports.ImportAsync(import, Ct));

        Assert.Empty(await Database.Queries.ResolveAsync(import.Key, Ct));
    }

    [Fact]
    public async Task Import_ManyAtOnce_EachIsThere()
    {
        var workflow = $"flow-{Guid.NewGuid():N}";

        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => ImportedAsync(Import(workflow, $"text {i % 3}")), Ct)));

        Assert.Equal(3, states.Select(s => s.Version.Id).Distinct().Count());
    }

    private async Task<RunState> ImportedAsync(RunImport import) => (await Database.Imports.ImportAsync(import, Ct))!.Value.State;

    private RunImport Import(string? workflow = null, string yaml = "text", string? repository = null)
    {
        var now = Database.Clock.Now;
        var key = $"IMP-{Interlocked.Increment(ref s_count)}{(GetType().Name[0] == 'S' ? "s" : "p")}";
        var id = EntityId.New<RunId>();
        var step = Scenario.Step(id, "a", 1, 1);
        step.MoveTo(StepStatus.Running, null, now);
        step.MoveTo(StepStatus.Completed, null, now);
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = step.Id,
            RunId = id,
            Number = 1,
            Agent = "shell",
            Directory = $"/data/runs/{key}/steps/01_a/attempts/1",
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            StartedAt = now,
        };
        attempt.End(AttemptStatus.Succeeded, now);
        return new RunImport
        {
            Key = key,
            Workflow = workflow ?? $"flow-{Guid.NewGuid():N}",
            Yaml = yaml,
            Repository = repository,
            ImportedFolder = "/data/imported",
            Steps = [step],
            Attempts = [attempt],
            Events = [new RunEvent { RunId = id, Message = "Imported" }],
            PlaceFilesAsync = _ => Task.CompletedTask,
            Create = place =>
            {
                var run = new Run
                {
                    Id = id,
                    Key = key,
                    WorkflowVersionId = place.Version.Id,
                    Workflow = workflow ?? "flow",
                    WorkflowVersion = place.Version.Number,
                    RepositoryId = place.Repository.Id,
                    Repository = place.Repository.Name,
                    Inputs = new Dictionary<string, object?>(StringComparer.Ordinal),
                    Trigger = RunTrigger.CommandLine,
                    StartedBy = "ann",
                    Directory = $"/data/runs/{key}",
                    TraceId = new string('a', 32),
                    CreatedAt = now,
                };
                run.MoveTo(RunStatus.Running, null, now);
                run.MoveTo(RunStatus.Completed, null, now);
                return run;
            },
        };
    }
}
