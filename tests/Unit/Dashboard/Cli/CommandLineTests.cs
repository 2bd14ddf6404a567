using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Signalbox.Engine.Events;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

public sealed class CommandLineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("run", "nonsense")]
    [InlineData("nonsense")]
    [InlineData("workflow", "run")]
    [InlineData("workflow")]
    [InlineData("run", "list", "--limit", "many")]
    [InlineData("run", "logs", "X", "--stream", "both")]
    [InlineData("serve", "--port", "1")]
    public async Task BadUsage_IsOneSentenceWithAHint(params string[] arguments)
    {
        using var cli = new CliRunner();
        Assert.Equal(2, await cli.RunAsync(arguments));
        Assert.Single(cli.Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Contains("--help", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(cli.Output.ToString());
    }

    [Fact]
    public async Task Help_IsNoFault()
    {
        using var cli = new CliRunner();
        Assert.Equal(0, await cli.RunAsync("workflow", "run", "--help"));
        Assert.Contains("--follow", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunShow_OfNone_Is3()
    {
        using var cli = new CliRunner();
        Assert.Equal(3, await cli.RunAsync("run", "show", "DOC-1"));
        Assert.Contains("There is no run 'DOC-1'", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunList_WithoutServer_AnswersFromTheDirectoryItself()
    {
        using var cli = new CliRunner();
        cli.Engine.AddRun("DOC-1");
        Assert.Equal(0, await cli.RunAsync("run", "list", "--json"));
        using var runs = JsonDocument.Parse(cli.Output.ToString());
        Assert.Equal("DOC-1", Assert.Single(runs.RootElement.EnumerateArray()).GetProperty("key").GetString());
        Assert.False(File.Exists(Path.Combine(cli.DataPath, "server.json")));
    }

    [Fact]
    public async Task RunShow_NamesThePageOnlyWhereAServerStays()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("SRV-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("run", "show", "SRV-1"));
        Assert.Contains($"{server.App.Url}/runs/SRV-1", cli.Output.ToString(), StringComparison.Ordinal);

        using var alone = new CliRunner();
        alone.Engine.AddRun("OWN-1", status: RunStatus.Failed);
        Assert.Equal(0, await alone.RunAsync("run", "show", "OWN-1"));
        Assert.DoesNotContain("http", alone.Output.ToString(), StringComparison.Ordinal);
        alone.Output.GetStringBuilder().Clear();
        Assert.Equal(0, await alone.RunAsync("run", "show", "OWN-1", "--json"));
        using var json = JsonDocument.Parse(alone.Output.ToString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("url").ValueKind);
    }

    [Fact]
    public async Task RunList_WithAServer_AsksIt()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("SRV-1");
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("run", "list"));
        Assert.StartsWith("SRV-1\thello\tRunning\t", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamedServer_ThatIsNotThere_Is5()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var cli = new CliRunner();
        Assert.Equal(5, await cli.RunAsync("run", "list", "--server", $"http://127.0.0.1:{port}"));
        Assert.Contains("cannot be reached", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamedServer_WithAWrongToken_Is4()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner();
        cli.Environment["SIGNALBOX_SERVER"] = server.App.Url;
        Assert.Equal(4, await cli.RunAsync("run", "list", "--token", "wrong"));
    }

    [Theory]
    [InlineData(RunStatus.Completed, 0)]
    [InlineData(RunStatus.Failed, 1)]
    [InlineData(RunStatus.Cancelled, 1)]
    public async Task WorkflowRun_Followed_PrintsKeyHeadingLinesAndEnd(RunStatus status, int exitCode)
    {
        using var cli = new CliRunner();
        cli.Engine.OnStart = _ =>
        {
            var state = cli.Engine.AddRun("DOC-1");
            cli.Engine.Logs.Set(state.Attempts[0].Id, LogStream.Stdout, "\u001b[32mhello\u001b[0m", "\u001b]0;title\u0007world");
            cli.Engine.Commit(state, new RunEvent { RunId = state.Run.Id, StepId = "greet", AttemptId = state.Attempts[0].Id, Attempt = 1, Message = "attempt 1 begins" });
            cli.Engine.End(state, status, status == RunStatus.Completed ? null : "the tests are red");
            return new StartRunResult { Run = state.Run };
        };
        Assert.Equal(exitCode, await cli.RunAsync("workflow", "run", "hello", "--input", "name=a=b", "--follow"));
        var lines = cli.Output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("DOC-1", lines[0]);
        Assert.Equal("== greet", lines[1]);
        Assert.Contains(lines, l => l.EndsWith("hello", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains('\u001b', StringComparison.Ordinal));
        Assert.Equal($"DOC-1 {status} in 1 min 00 s", lines[^1]);
        Assert.Equal(exitCode != 0, cli.Error.ToString().Contains("the tests are red", StringComparison.Ordinal));
        Assert.Equal("a=b", Assert.Single(cli.Engine.Started).Inputs["name"]);
        Assert.Equal(RunTrigger.CommandLine, cli.Engine.Started[0].Trigger);
    }

    [Fact]
    public async Task WorkflowRun_WithInputFaults_Is2AndSaysEach()
    {
        using var cli = new CliRunner();
        cli.Engine.OnStart = _ => new StartRunResult { Invalid = [new InputFault("a", null, "text", "a is missing."), new InputFault("b", "x", "y", "b is unknown.")] };
        Assert.Equal(2, await cli.RunAsync("workflow", "run", "hello"));
        Assert.Contains("a is missing.", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("b is unknown.", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowRun_OfABrokenWorkflow_Is2AndPrintsEveryFaultAsEditorsLinkIt()
    {
        using var cli = new CliRunner();
        cli.Engine.OnStart = _ => new StartRunResult
        {
            Broken = [new Diagnostic("w.yaml", 5, 5, DiagnosticSeverity.Error, "unknown-key", "There is no key 'rnu'."), new Diagnostic("w.yaml", 8, 13, DiagnosticSeverity.Error, "unknown-step", "There is no step 'nothing'.")],
        };
        Assert.Equal(2, await cli.RunAsync("workflow", "run", "hello"));
        var lines = cli.Error.ToString().Split('\n');
        Assert.Contains("w.yaml:5:5: error unknown-key: There is no key 'rnu'.", lines);
        Assert.Contains("w.yaml:8:13: error unknown-step: There is no step 'nothing'.", lines);
    }

    [Fact]
    public async Task WorkflowRun_Interrupted_Is130AndSaysThatItGoesOn()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        server.Engine.OnStart = _ =>
        {
            started.SetResult();
            return new StartRunResult { Run = server.Engine.AddRun("DOC-1").Run };
        };
        var command = cli.RunAsync(stop.Token, "workflow", "run", "hello", "--follow");
        await started.Task.WaitAsync(Token);
        while (!cli.Output.ToString().Contains("DOC-1", StringComparison.Ordinal))
        {
            await Task.Delay(10, Token);
        }

        await stop.CancelAsync();
        Assert.Equal(130, await command);
        Assert.Contains("DOC-1 goes on", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("signalbox run cancel DOC-1", cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkflowRun_InputsFromAFile_AreOverriddenByOptions()
    {
        using var cli = new CliRunner();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "in.json"), """{"name":"file","count":3}""", Token);
        cli.Engine.OnStart = _ => new StartRunResult { Refused = "no" };
        Assert.Equal(4, await cli.RunAsync("workflow", "run", "hello", "--inputs", "in.json", "--input", "name=option"));
        Assert.Equal("option", cli.Engine.Started[0].Inputs["name"]);
        Assert.Equal(3L, cli.Engine.Started[0].Inputs["count"]);
    }

    [Theory]
    [InlineData("--inputs", "none.json")]
    [InlineData("--inputs", "broken.json")]
    public async Task WorkflowRun_WithUnreadableInputs_Is2(string option, string value)
    {
        using var cli = new CliRunner();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "broken.json"), "[1", Token);
        Assert.Equal(2, await cli.RunAsync("workflow", "run", "hello", option, value));
        Assert.Empty(cli.Engine.Started);
    }

    [Fact]
    public async Task WorkflowValidate_PrintsEveryFaultOfEveryFile()
    {
        using var cli = new CliRunner();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "a.yaml"), "version: \"1.0\"\nname: Bad Name\nsteps: []\n", Token);
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "b.yaml"), "version: \"1.0\"\nname: fine\nsteps:\n  - id: a\n    run: echo\n", Token);
        Assert.Equal(2, await cli.RunAsync("workflow", "validate", "a.yaml", "b.yaml", "none.yaml"));
        var lines = cli.Output.ToString().TrimEnd('\n').Split('\n');
        Assert.Contains(lines, l => l.StartsWith("a.yaml:2:", StringComparison.Ordinal) && l.Contains(": error ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("none.yaml:1:1: error unreadable-file", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("b.yaml", StringComparison.Ordinal));
        Assert.False(Directory.Exists(cli.DataPath));
    }

    [Fact]
    public async Task WorkflowRun_WithTextsThatAreNoInputs_SaysEachTogetherWithTheOtherFaults()
    {
        using var cli = new CliRunner();
        cli.Engine.OnStart = request => new StartRunResult { Invalid = [.. request.Faults, new InputFault("key", "a b", "letters", "The key 'a b' is not of the form DOC-123.")] };
        Assert.Equal(2, await cli.RunAsync("workflow", "run", "hello", "--input", "novalue", "--input", "=x", "--input", "a=b=c", "--key", "a b"));
        Assert.Equal(
            [
                "signalbox: inputs: 'novalue' has no '=': write it as name=value.",
                "signalbox: inputs: '=x' has no name: write it as name=value.",
                "signalbox: The key 'a b' is not of the form DOC-123.",
            ],
            cli.Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Equal("b=c", cli.Engine.Started[0].Inputs["a"]);
    }

    [Fact]
    public async Task RunCancel_OfARunThatDoesNotEnd_StopsWaitingAndSaysWhatIsAtWork()
    {
        using var cli = new CliRunner();
        cli.Engine.AddRun("DOC-1");
        cli.Engine.CancelTakesForEver = true;
        Assert.Equal(1, await cli.RunAsync("run", "cancel", "DOC-1", "--timeout", "1"));
        Assert.Equal("signalbox: DOC-1 is still Running after 1 s, at work: greet (shell): the cancel stands, 'signalbox run cancel DOC-1' waits again\n", cli.Error.ToString());
        Assert.Equal(2, await cli.RunAsync("run", "cancel", "DOC-1", "--timeout", "-1"));
    }

    [Fact]
    public async Task RunShow_FindsAKeyInAnyCase()
    {
        using var cli = new CliRunner();
        cli.Engine.AddRun("DOC-1");
        Assert.Equal(0, await cli.RunAsync("run", "show", "doc-1"));
        Assert.StartsWith("DOC-1  Running", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunShow_WindowsAreOpen_SaysHowToGetAtThem()
    {
        using var cli = new CliRunner();
        var state = cli.Engine.AddRun("DOC-1");
        cli.Engine.Terminals.Commands[state.Run.Id] = "tmux -L signalbox-1 attach -t DOC-1";

        Assert.Equal(0, await cli.RunAsync("run", "show", "DOC-1"));

        Assert.Contains("terminal    tmux -L signalbox-1 attach -t DOC-1\n", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunList_Json_HasWhatIsKnownAndReadableText()
    {
        using var cli = new CliRunner();
        var state = cli.Engine.AddRun("DOC-1");
        cli.Engine.End(state, RunStatus.Failed, "it's <broken> & \u001b[31mred");
        Assert.Equal(0, await cli.RunAsync("run", "list", "--json"));
        Assert.Contains("it's <broken> & \\u001B[31mred", cli.Output.ToString(), StringComparison.Ordinal);
        using var runs = JsonDocument.Parse(cli.Output.ToString());
        var run = Assert.Single(runs.RootElement.EnumerateArray());
        Assert.Equal("Ada", run.GetProperty("inputs").GetProperty("name").GetString());
        Assert.Equal("Api", run.GetProperty("trigger").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("steps").ValueKind);
    }

    [Fact]
    public async Task RunCancel_WaitsForTheEnd()
    {
        using var cli = new CliRunner();
        cli.Engine.AddRun("DOC-1");
        Assert.Equal(0, await cli.RunAsync("run", "cancel", "DOC-1"));
        Assert.StartsWith("DOC-1 Cancelled", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunLogs_PrintsBothStreamsAndRefusesUnknownSteps()
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1", status: RunStatus.Failed);
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stdout, "out");
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stderr, "err");
        Assert.Equal(0, await cli.RunAsync("run", "logs", "DOC-1"));
        Assert.Equal("out\nerr\n", cli.Output.ToString());
        Assert.Equal(3, await cli.RunAsync("run", "logs", "DOC-1", "--step", "none"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunLogs_OfALineInParts_PrintsTheWholeLine(bool grows)
    {
        using var cli = new CliRunner();
        var run = cli.Engine.AddRun("DOC-1");
        cli.Engine.Logs.BatchLines = 1;
        cli.Engine.Logs.Grows = grows;
        cli.Engine.Logs.Set(run.Attempts[0].Id, LogStream.Stdout, InParts(grows));
        Assert.Equal(0, await cli.RunAsync("run", "logs", "DOC-1", "--stream", "stdout"));
        Assert.Equal("before\none, two, three\nafter\n", cli.Output.ToString());
    }

    [Fact]
    public async Task WorkflowRun_FollowingALineInPartsThatGrows_PrintsItOnce()
    {
        using var cli = new CliRunner();
        cli.Engine.OnStart = _ =>
        {
            var state = cli.Engine.AddRun("DOC-1");
            var lines = InParts(lastIsUnfinished: false);
            cli.Engine.Logs.Set(state.Attempts[0].Id, LogStream.Stdout, [.. lines[..2], lines[2] with { Text = "tw" }, .. lines[2..]]);
            cli.Engine.Commit(state, new RunEvent { RunId = state.Run.Id, StepId = "greet", AttemptId = state.Attempts[0].Id, Attempt = 1, Message = "attempt 1 begins" });
            cli.Engine.End(state, RunStatus.Completed);
            return new StartRunResult { Run = state.Run };
        };
        Assert.Equal(0, await cli.RunAsync("workflow", "run", "hello", "--follow"));
        var lines = cli.Output.ToString().TrimEnd('\n').Split('\n').Select(l => l.Replace("[greet] ", "", StringComparison.Ordinal));
        Assert.Equal(["DOC-1", "== greet", "before", "one, two, three", "after", "DOC-1 Completed in 1 min 00 s"], lines);
    }

    private static LogLine[] InParts(bool lastIsUnfinished) =>
    [
        new(1, LogStream.Stdout, FakeRuns.Now, "before", Partial: false),
        new(2, LogStream.Stdout, FakeRuns.Now, "one, ", Partial: true),
        new(2, LogStream.Stdout, FakeRuns.Now, "two, ", Partial: true) { Part = 1 },
        new(2, LogStream.Stdout, FakeRuns.Now, "three", Partial: false) { Part = 2 },
        new(3, LogStream.Stdout, FakeRuns.Now, "after", lastIsUnfinished),
    ];

    [Fact]
    public async Task Init_MakesTheFirstWorkflowAndKeepsWhatIsThere()
    {
        using var cli = new CliRunner();
        var repository = Path.Combine(cli.Folder, "web");
        Directory.CreateDirectory(Path.Combine(repository, ".git"));
        Assert.Equal(0, await cli.RunAsync("init", "web"));
        var workflow = Path.Combine(repository, ".signalbox", "workflows", "hello.yaml");
        var parsed = WorkflowParser.Parse(await File.ReadAllTextAsync(workflow, Token), "hello.yaml");
        Assert.Empty(parsed.Diagnostics);
        await File.WriteAllTextAsync(workflow, "mine", Token);
        Assert.Equal(0, await cli.RunAsync("init", "web"));
        Assert.Equal("mine", await File.ReadAllTextAsync(workflow, Token));
        Assert.Contains("!workflows/", await File.ReadAllTextAsync(Path.Combine(repository, ".signalbox", ".gitignore"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_OfNoRepository_WritesNothing()
    {
        using var cli = new CliRunner();
        Directory.CreateDirectory(Path.Combine(cli.Folder, "plain"));
        Assert.Equal(2, await cli.RunAsync("init", "plain"));
        Assert.False(Directory.Exists(Path.Combine(cli.Folder, "plain", ".signalbox")));
    }

    [Fact]
    public async Task Login_PrintsALinkOfTheRunningServerOnly()
    {
        using var alone = new CliRunner();
        Assert.Equal(5, await alone.RunAsync("login"));
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(0, await cli.RunAsync("login"));
        Assert.StartsWith(server.App.Url + "/login?code=", cli.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_NamesInputTypesAndPercent()
    {
        using var cli = new CliRunner();
        cli.Engine.Workflows.Add(FakeRuns.Workflow("hello", "web"));
        cli.Engine.AddRun("DOC-1");
        Assert.Equal(0, await cli.RunAsync("workflow", "progress", "DOC-1", "--json"));
        using var json = JsonDocument.Parse(cli.Output.ToString());
        Assert.Equal(0, json.RootElement.GetProperty("percent").GetInt32());
        Assert.Equal("string integer boolean", string.Join(' ', json.RootElement.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("type").GetString())));
    }

    [Fact]
    public async Task Doctor_ChecksWithoutTouchingTheDataDirectory()
    {
        using var cli = new CliRunner();
        Assert.Equal(0, await cli.RunAsync("doctor"));
        var text = cli.Output.ToString();
        Assert.Contains("ok    git: ", text, StringComparison.Ordinal);
        Assert.Contains("ok    SQLite: 3.", text, StringComparison.Ordinal);
        Assert.Contains("ok    server: none is running", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(cli.DataPath));
    }

    [Fact]
    public async Task Serve_OnAnAddressOfOthers_Is2()
    {
        using var cli = new CliRunner();
        Assert.Equal(2, await cli.RunAsync("--urls", "http://0.0.0.0:0"));
        Assert.False(Directory.Exists(cli.DataPath));
    }

    [Fact]
    public async Task Serve_OnAHeldDirectory_Is4()
    {
        await using var server = await TestServer.StartAsync();
        using var cli = new CliRunner(server.DataPath);
        Assert.Equal(4, await cli.RunAsync("serve", "--urls", "http://127.0.0.1:0"));
        Assert.Contains(server.App.Url, cli.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunList_WhileTheHolderBegins_WaitsForIt()
    {
        await using var server = await TestServer.StartAsync();
        server.Engine.AddRun("SRV-1");
        var file = server.App.Data.ServerFile;
        var aside = file + ".aside";
        File.Move(file, aside);
        using var cli = new CliRunner(server.DataPath);
        var command = cli.RunAsync("run", "list");
        Assert.False(command.IsCompleted);
        File.Move(aside, file);
        Assert.Equal(0, await command);
        Assert.StartsWith("SRV-1", cli.Output.ToString(), StringComparison.Ordinal);
    }
}
