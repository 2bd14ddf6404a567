using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Flows;

/// <summary>The built-in templates for teams, each applied and run to its end over REST: a real git, a fake agent that errs first where the template has to notice.</summary>
public sealed class TemplateTests : IAsyncDisposable
{
    /// <summary>What the agent does, by the first words of its prompt.</summary>
    private const string Agent = """
        prompt=$(cat)
        says() { case $prompt in *"$1"*) return 0 ;; *) return 1 ;; esac; }
        case $prompt in
          'Plan this change'*) echo '# Plan' > plan.md; echo 'The plan is written.' ;;
          'Implement this plan'*)
            # The first try does not pass the tests
            if says 'works.txt is not there'; then echo yes > works.txt; else echo no > other.txt; fi
            echo '{"summary": "It works."}' ;;
          'Review the uncommitted change'*) echo 'Nothing is wrong.' > review.md; echo 'Reviewed.' ;;
          'Review a branch'*) echo '{"findings": [{"file": "idea.txt", "line": 1, "severity": "problem", "says": "too short"}]}' ;;
          'Reviewers read the branch'*)
            echo 'Changes, please.' > review.md
            echo '{"verdict": "changes", "findings": [{"file": "idea.txt", "line": 1, "severity": "problem", "says": "too short"}]}' ;;
          'The test answer'*)
            # The first try bends the test
            if says 'tests was changed: put it back'; then git checkout --quiet -- tests; echo 42 > answer.txt; else echo 'exit 0' > tests/run.sh; fi
            echo '{"cause": "off by one", "fix": "it is 42"}' ;;
          "Tonight's upkeep"*) echo '{"summary": "One dependency is newer."}' ;;
          'Migrate '*) file=${prompt#Migrate }; file=${file%% *}; sed -i 's/OLD/NEW/' "$file"; echo 'Migrated.' ;;
          src/two.txt*was\ migrated*)
            # The first look sends it back
            if [ -f .ai/looked ]; then echo '{"verdict": "good"}'; else mkdir -p .ai; : > .ai/looked; echo '{"verdict": "again", "said": {"file": "src/two.txt", "says": "once more"}}'; fi ;;
          *was\ migrated*) echo '{"verdict": "good"}' ;;
          'An incident of'*) says 'boom since 2 days ago' && echo '{"hypotheses": ["The disk is full.", "The clock is wrong."]}' ;;
          'Try to refute'*) if says 'disk is full'; then echo '{"verdict": "proven", "evidence": "boom"}'; else echo '{"verdict": "refuted", "evidence": "it is right"}'; fi ;;
          'Write incident.md'*) says '["proven","refuted"]' && echo '# The disk was full' > incident.md; echo 'Written.' ;;
          *) echo "nobody told the fake what to do with: $prompt" >&2; exit 9 ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();
    private SignalboxServer? _server;

    private SignalboxServer Server => _server!;

    [Fact]
    public async Task BuiltInTemplates_AppliedAndRun_DoWhatTheySay()
    {
        var stop = TestContext.Current.CancellationToken;
        var repository = await RepositoryAsync(stop);
        _server = await SignalboxServer.StartAsync(_folder.Combine("data"), stop);
        var added = await Server.CliAsync(stop, "init", repository.Path);
        Assert.True(added.ExitCode == 0, added.ToString());

        // All at once: what one of them waits for, another uses
        await Task.WhenAll(
            PlanAndImplementAsync(stop), ReviewABranchAsync(stop), FixAFailingTestAsync(stop), NightlyUpkeepAsync(stop), QuietNightAsync(stop), MigrateAsync(repository, stop), InvestigateAsync(stop));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task PlanAndImplementAsync(CancellationToken stop)
    {
        await ApplyAsync("plan-and-implement", new { test_command = "sh tests/works.sh" }, stop);
        var run = await RunAsync("plan-and-implement", new { issue = "Make it work" }, stop, ("decide", Approve));

        Assert.Equal([("implement", 1, "Failed"), ("implement", 2, "Completed")], Visits(run, "implement"));
        Assert.Equal("It works.", Output(run, "implement", "summary").GetString());
        Assert.Equal("approved", Output(run, "decide", "decision").GetString());
    }

    private async Task ReviewABranchAsync(CancellationToken stop)
    {
        await ApplyAsync("review-a-branch", new { parallel = "2" }, stop);
        var run = await RunAsync("review-a-branch", new { branch = "idea", looks_for = (string[])["mistakes", "names"] }, stop);

        Assert.Equal("changes", Output(run, "summary", "verdict").GetString());
        Assert.Equal("idea.txt", Output(run, "summary", "findings")[0].GetProperty("file").GetString());
        Assert.Equal(2, Output(run, "review", "findings").GetArrayLength());
    }

    private async Task FixAFailingTestAsync(CancellationToken stop)
    {
        await ApplyAsync("fix-a-failing-test", new { one_test = "sh tests/run.sh \"$TEST\"", all_tests = "sh tests/run.sh" }, stop);
        var run = await RunAsync("fix-a-failing-test", new { test = "answer" }, stop);

        var visits = Steps(run, "mend");
        Assert.Equal(["Failed", "Completed"], visits.Select(v => v.GetProperty("status").GetString()));
        Assert.Contains("tests was changed: put it back", visits[0].GetProperty("statusReason").GetString(), StringComparison.Ordinal);
        Assert.Equal("off by one", Output(run, "mend", "cause").GetString());
        Assert.Equal("Completed", Steps(run, "everything")[0].GetProperty("status").GetString());
    }

    private async Task NightlyUpkeepAsync(CancellationToken stop)
    {
        await ApplyAsync("nightly-upkeep", new { update_command = "echo 2 > dependencies.txt", format_command = "true", test_command = "true", cron = "0 3 1 1 *" }, stop);
        var run = await RunAsync("nightly-upkeep", new { }, stop, ("decide", Approve));

        Assert.Contains("dependencies.txt", Output(run, "look", "files").GetString(), StringComparison.Ordinal);
        Assert.Equal("One dependency is newer.", Output(run, "settle", "summary").GetString());
        Assert.Equal("approved", Output(run, "decide", "decision").GetString());
    }

    /// <summary>Nothing changes: no agent is asked, and no person.</summary>
    private async Task QuietNightAsync(CancellationToken stop)
    {
        await ApplyAsync("nightly-upkeep", new { update_command = "true", format_command = "true", test_command = "true", cron = "0 3 1 1 *" }, stop, "quiet-night");
        var run = await RunAsync("quiet-night", new { }, stop);

        Assert.Equal(0, Output(run, "links", "dead").GetInt32());
        Assert.Equal(["Skipped", "Skipped"], Steps(run, "settle").Concat(Steps(run, "decide")).Select(s => s.GetProperty("status").GetString()));
    }

    private async Task MigrateAsync(TestRepository repository, CancellationToken stop)
    {
        await ApplyAsync("migrate-with-a-reviewer", new { test_command = "sh -n fake-agent.sh", batch = "2", budget_usd = "5" }, stop);
        var run = await RunAsync("migrate-with-a-reviewer", new { old = "OLD", how = "Write NEW.", paths = (string[])["src"] }, stop, ("decide", Approve), ("decide", Approve));

        // Three files in batches of two; what the reviewer sent back was done again
        Assert.Equal([3, 1, 0], Steps(run, "pick").Select(s => s.GetProperty("outputs").GetProperty("left").GetInt32()));
        Assert.Equal(3, Steps(run, "migrate").Count);
        var log = await repository.GitAsync(stop, "log", "--format=%s", $"signalbox/{run.GetProperty("key").GetString()}", "-2");
        Assert.Equal("Migrate a batch of 1\nMigrate a batch of 2", log);
    }

    private async Task InvestigateAsync(CancellationToken stop)
    {
        await ApplyAsync("investigate-an-incident", new { logs_command = "echo \"boom since $SINCE\"" }, stop);
        var run = await RunAsync(
            "investigate-an-incident", new { }, stop, ("ask", new { answers = new { what = "Nobody can order.", since = "2 days ago" } }), ("sign_off", new { answers = new { follow_up = "Watch the disk." } }));

        Assert.Equal(["proven", "refuted"], Output(run, "test", "verdict").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal("Watch the disk.", Output(run, "sign_off", "follow_up").GetString());
        Assert.EndsWith("incident.md", Output(run, "write", "report").GetString(), StringComparison.Ordinal);
    }

    private static object Approve => new { };

    private async Task<TestRepository> RepositoryAsync(CancellationToken stop)
    {
        var repository = await TestRepository.CreateAsync(_folder.Combine("team"), stop);
        foreach (var (name, text) in (IReadOnlyList<(string, string)>)
        [
            ("fake-agent.sh", Agent), ("tests/run.sh", "grep -qx 42 answer.txt\n"), ("tests/works.sh", "test -s works.txt || { echo 'works.txt is not there' >&2; exit 1; }\n"),
            ("answer.txt", "41\n"), ("src/one.txt", "OLD\n"), ("src/two.txt", "OLD\n"), ("src/three.txt", "OLD\n"),
            ("README.md", "# Team\n\n[The answer](answer.txt)\n"),
        ])
        {
            var path = Path.Combine(repository.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, stop);
        }

        await repository.GitAsync(stop, "add", "--all");
        await repository.GitAsync(stop, "commit", "--quiet", "--message=Start");
        await repository.GitAsync(stop, "checkout", "--quiet", "-b", "idea");
        await File.WriteAllTextAsync(Path.Combine(repository.Path, "idea.txt"), "an idea\n", stop);
        await repository.GitAsync(stop, "add", "--all");
        await repository.GitAsync(stop, "commit", "--quiet", "--message=Idea");
        await repository.GitAsync(stop, "checkout", "--quiet", "main");
        return repository;
    }

    private async Task ApplyAsync(string template, object values, CancellationToken stop, string? name = null)
    {
        var (status, answer) = await Server.PostAsync($"/api/v1/templates/{template}/apply?scope=built-in", new { values, name, repository = "team" }, stop);
        Assert.True(status == HttpStatusCode.OK && answer.GetProperty("diagnostics").GetArrayLength() == 0, $"{template}: {status} {answer}");
        Assert.Equal(name ?? template, answer.GetProperty("created")[0].GetString());
    }

    /// <summary>Starts it, gives the answers in their order when it asks, and waits until it has completed.</summary>
    private async Task<JsonElement> RunAsync(string workflow, object inputs, CancellationToken stop, params (string Step, object Answer)[] answers)
    {
        var (status, started) = await Server.PostAsync("/api/v1/runs", new { workflow = $"team/{workflow}", inputs }, stop);
        Assert.True(status == HttpStatusCode.Created, $"{workflow}: {status} {started}");
        var key = started.GetProperty("key").GetString()!;
        foreach (var (step, answer) in answers)
        {
            var question = await AskedAsync(workflow, key, stop);
            Assert.Equal(step, question.GetProperty("stepId").GetString());
            var (taken, said) = await Server.PostAsync($"/api/v1/approvals/{question.GetProperty("id").GetString()}/approve", answer, stop);
            Assert.True(taken == HttpStatusCode.OK, $"{workflow}: {taken} {said}");
        }

        var ended = await Server.WaitForRunAsync(key, stop, "Completed", "Failed");
        Assert.True(ended.GetProperty("status").GetString() is "Completed", $"{workflow}: {ended}");
        return ended;
    }

    /// <summary>The question that the run waits with; the answer to the one before may not have been taken up yet.</summary>
    private async Task<JsonElement> AskedAsync(string workflow, string key, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90), $"{workflow} waits and asks nothing");
            var run = await Server.WaitForRunAsync(key, stop, "Waiting", "Completed", "Failed");
            Assert.True(run.GetProperty("status").GetString() is "Waiting", $"{workflow} does not ask: {run}");
            if ((await Server.GetAsync($"/api/v1/approvals?run={key}&status=Open", stop)).EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } question)
            {
                return question;
            }

            await timer.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>The visits of a step, without its items.</summary>
    private static List<JsonElement> Steps(JsonElement run, string step) =>
        [.. run.GetProperty("steps").EnumerateArray().Where(s => string.Equals(s.GetProperty("id").GetString(), step, StringComparison.Ordinal) && !IsItem(s))];

    private static IEnumerable<(string, int, string)> Visits(JsonElement run, string step) =>
        Steps(run, step).Select(s => (step, s.GetProperty("visit").GetInt32(), s.GetProperty("status").GetString()!));

    /// <summary>An output of the newest visit of a step, all of its items together.</summary>
    private static JsonElement Output(JsonElement run, string step, string name) => Steps(run, step)[^1].GetProperty("outputs").GetProperty(name);

    private static bool IsItem(JsonElement step) => step.TryGetProperty("itemIndex", out var index) && index.ValueKind == JsonValueKind.Number;
}
