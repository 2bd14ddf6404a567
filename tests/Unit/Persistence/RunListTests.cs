using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunListTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task List_RunsOfOneInstant_EachIsOnExactlyOnePage()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var start = Database.Clock.Now;
        var added = new List<Run>();
        for (var i = 0; i < 13; i++)
        {
            added.Add(await scenario.AddAsync(scenario.New(created: start.AddSeconds(i / 5))));
        }

        var pages = await PagesAsync(new RunFilter { Workflow = scenario.Workflow.Slug, Limit = 4 });

        Assert.Equal([4, 4, 4, 1], pages.Select(p => p.Runs.Count));
        Assert.All(pages, p => Assert.Equal(13, p.Total));
        var expected = added.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id.Value, StringComparer.Ordinal).Select(r => r.Id);
        Assert.Equal(expected, pages.SelectMany(p => p.Runs).Select(r => r.Id));
    }

    [Fact]
    public async Task List_SeveralStatuses_AreMergedInOrderOverThePages()
    {
        var scenario = await Scenario.CreateAsync(Database);
        RunStatus[] ends = [RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled, RunStatus.Running];
        for (var i = 0; i < 12; i++)
        {
            var run = await scenario.AddAsync(scenario.New(created: Database.Clock.Now.AddSeconds(i / 2)));
            await scenario.EndAsync(run.Id, ends[i % 4]);
        }

        var all = (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Runs;
        var pages = await PagesAsync(new RunFilter { Workflow = scenario.Workflow.Slug, Statuses = [RunStatus.Failed, RunStatus.Completed], Limit = 2 });

        Assert.Equal(all.Where(r => r.Status is RunStatus.Failed or RunStatus.Completed).Select(r => r.Id), pages.SelectMany(p => p.Runs).Select(r => r.Id));
        Assert.All(pages, p => Assert.Equal(6, p.Total));
        Assert.Equal(3, (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug, Statuses = [RunStatus.Running] }, Ct)).Total);
    }

    [Fact]
    public async Task List_AfterNewRunsCame_TheNextPageGoesOnWhereTheLastEnded()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var old = await scenario.AddAsync(scenario.New(created: Database.Clock.Now));
        var newer = await scenario.AddAsync(scenario.New(created: Database.Clock.Now.AddSeconds(1)));
        var filter = new RunFilter { Workflow = scenario.Workflow.Slug, Limit = 1 };
        var first = await Database.Queries.ListAsync(filter, Ct);
        await scenario.AddAsync(scenario.New(created: Database.Clock.Now.AddSeconds(2)));

        var second = await Database.Queries.ListAsync(filter with { Cursor = first.NextCursor }, Ct);

        Assert.Equal((newer.Id, old.Id), (first.Runs[0].Id, second.Runs[0].Id));
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense!")]
    [InlineData("bm9uc2Vuc2U")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OS5ydW5fMDAwMDAwMDAwMDAw")]
    public async Task List_CursorIsNone_IsRefusedInOneSentence(string cursor)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Database.Queries.ListAsync(new RunFilter { Cursor = cursor }, Ct));

        Assert.StartsWith("the cursor is not one that this list gave; begin again without it", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task List_LimitOutOfRange_IsRefused(int limit) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Database.Queries.ListAsync(new RunFilter { Limit = limit }, Ct));

    [Theory]
    [InlineData("100% sure", new[] { "100% sure" })]
    [InlineData("100%", new[] { "100% sure" })]
    [InlineData("a_b", new[] { "a_b literally" })]
    [InlineData("c\\d", new[] { "back c\\d slash" })]
    [InlineData("SURE", new[] { "100% sure", "100 and sure" })]
    [InlineData("über", new[] { "Über allem" })]
    [InlineData("STRASSE ÄÖ", new[] { "strasse äö" })]
    [InlineData("  sure ", new[] { "100% sure", "100 and sure" })]
    public async Task List_Text_IsTakenLiterallyInAnyCase(string text, string[] expected)
    {
        var scenario = await Scenario.CreateAsync(Database);
        foreach (var prompt in (string[])["100% sure", "100 and sure", "a_b literally", "axb", "back c\\d slash", "cd", "Über allem", "strasse äö"])
        {
            await scenario.AddAsync(scenario.New(prompt: prompt));
        }

        var page = await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug, Text = text }, Ct);

        Assert.Equal(expected.Order(StringComparer.Ordinal), page.Runs.Select(r => r.OriginalPrompt!).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, page.Total);
    }

    [Fact]
    public async Task List_TextOfKeyOrWorkflow_IsFound()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync(scenario.New(key: $"find-{scenario.KeyPrefix}"));

        Assert.Equal([run.Id], (await Database.Queries.ListAsync(new RunFilter { Text = $"FIND-{scenario.KeyPrefix}" }, Ct)).Runs.Select(r => r.Id));
        Assert.Equal([run.Id], (await Database.Queries.ListAsync(new RunFilter { Text = scenario.Workflow.Slug, Repository = scenario.Repository.Name }, Ct)).Runs.Select(r => r.Id));
    }

    [Fact]
    public async Task List_SinceAndUntil_AreBothInside()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var start = Database.Clock.Now;
        for (var i = 0; i < 4; i++)
        {
            await scenario.AddAsync(scenario.New(created: start.AddTicks(i)));
        }

        var page = await Database.Queries.ListAsync(
            new RunFilter { Repository = scenario.Repository.Name, Since = start.AddTicks(1), Until = start.AddTicks(2).ToOffset(TimeSpan.FromHours(5)) }, Ct);

        Assert.Equal([start.AddTicks(2), start.AddTicks(1)], page.Runs.Select(r => r.CreatedAt));
    }

    [Fact]
    public async Task List_Summary_CountsTheLastVisitOfEachStep()
    {
        var scenario = await Scenario.CreateAsync(Database);
        await scenario.AddAsync(scenario.New(steps: [("a", "shell"), ("b", "claude"), ("c", "shell")]));
        var run = (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Runs.Single();
        var state = (await Database.Runs.ClaimAsync(run.Id, "node", [], Ct))!;
        state.Run.CostUsd = 1.5m;
        foreach (var step in state.Steps.Take(2))
        {
            step.MoveTo(StepStatus.Running, null, Database.Clock.Now);
            step.MoveTo(StepStatus.Completed, null, Database.Clock.Now);
        }

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = [.. state.Steps, Scenario.Step(run.Id, "a", 1, 2)] }, Ct);

        run = (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Runs.Single();
        Assert.Equal((1, 3, 1.5m), (run.StepsEnded, run.StepsTotal, run.CostUsd));
        Assert.Equal(["shell", "claude"], run.Agents);
        Assert.Equal(("ann", scenario.Repository.Name, 1), (run.StartedBy, run.Repository, run.WorkflowVersion));
    }

    private async Task<List<RunPage>> PagesAsync(RunFilter filter)
    {
        var pages = new List<RunPage>();
        do
        {
            Assert.True(pages.Count < 50, "the pages do not end");
            pages.Add(await Database.Queries.ListAsync(filter with { Cursor = pages.LastOrDefault()?.NextCursor }, Ct));
        }
        while (pages[^1].NextCursor is not null);

        return pages;
    }
}
