using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_ManyAtOnce_GivesEachRunItsOwnNumberWithoutGap()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => scenario.AddAsync(), Ct)));

        var numbers = runs.Select(r => int.Parse(r.Key.Split('-')[1], CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(1, 20), numbers);
    }

    [Fact]
    public async Task Add_ChosenKeyIsTaken_ReturnsNullAndWritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var first = await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-x"));

        var second = await Database.Runs.AddAsync(scenario.New(key: first.Key), Ct);

        Assert.Null(second);
        Assert.Equal([first.Id], await Database.Queries.ResolveAsync(first.Key, Ct));
        Assert.Equal(1, (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Total);
    }

    [Fact]
    public async Task Add_SameChosenKeyAtOnce_OneIsWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Runs.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-one"), Ct), Ct)));

        Assert.Single(added, a => a is not null);
    }

    [Fact]
    public async Task Add_SameGivenIdAtOnceAndLater_IsOneRun()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var id = EntityId.Of<RunId>(scenario.KeyPrefix);

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Runs.AddAsync(scenario.New(id: id), Ct), Ct)));
        var later = await Database.Runs.AddAsync(scenario.New(id: id), Ct);

        Assert.All(added.Append(later), a => Assert.Equal((id, $"{scenario.KeyPrefix}-1"), (a!.Value.Run.Id, a.Value.Run.Key)));
        Assert.Single(added, a => a!.Value.Events.Count > 0);
        Assert.Equal(1, (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Total);
    }

    [Fact]
    public async Task Add_NextNumberWasChosenByAPerson_TakesTheOneAfter()
    {
        var scenario = await Scenario.CreateAsync(Database);
        await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-1"));
        await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-2"));

        var run = await scenario.AddAsync();

        Assert.Equal($"{scenario.KeyPrefix}-3", run.Key);
    }

    [Fact]
    public async Task Load_AfterAdd_GivesBackWhatWasWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["text"] = "ü \"quoted\" \u0000 \n",
            ["whole"] = long.MaxValue,
            ["number"] = 1.0,
            ["truth"] = true,
            ["nothing"] = null,
            ["list"] = new List<object?> { "a", 2L },
        };
        var added = (await Database.Runs.AddAsync(scenario.New(prompt: "do it", inputs: inputs), Ct))!.Value;

        var state = (await Database.Runs.LoadAsync(added.Run.Id, Ct))!;

        Assert.Equal(inputs.OrderBy(i => i.Key, StringComparer.Ordinal), state.Run.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal));
        Assert.Equal("do it", state.Run.OriginalPrompt);
        Assert.Equal(RunStatus.Pending, state.Run.Status);
        Assert.Equal((0, 0, 1), (state.Run.Epoch, state.Run.Wake, state.Run.EventSequence));
        Assert.Equal(added.Run.LastEventAt, added.Events[0].Time);
        Assert.Equal(scenario.Version.Id, state.Version.Id);
        Assert.Equal("first", state.Version.Yaml);
        Assert.Equal(scenario.Repository.Path, state.Repository.Path);
        Assert.Equal(["a", "b"], state.Steps.Select(s => s.StepId), StringComparer.Ordinal);
        Assert.Equal(["a"], state.Steps[1].Needs);
        Assert.Empty(state.Attempts);
        Assert.Null(state.Workspace);
    }

    [Fact]
    public async Task Load_UnknownRun_IsNull() => Assert.Null(await Database.Runs.LoadAsync(EntityId.New<RunId>(), Ct));
}
