using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Output;

namespace Signalbox.Dashboard.Cli;

/// <summary>The command line: finds the verb, runs it, and turns what went wrong into one sentence and an exit code.</summary>
internal static partial class SignalboxCommand
{
    /// <summary>Runs the process's command line until it is done or a signal ends it.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(arguments, CliContext.OfProcess(), stop.Token);

        void Stop(PosixSignalContext signal)
        {
            // The second one is the system's to answer: it ends the process at once.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    /// <summary>Runs one command line.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken stop)
    {
        // Options of the server are no options of a verb: --Logs:MaxBytesPerRun=1000000
        var configuration = arguments.Where(a => ConfigurationArgument().IsMatch(a)).ToList();
        var words = arguments.Where(a => !ConfigurationArgument().IsMatch(a)).ToList();
        context = context with { ConfigurationArguments = configuration };
        var result = Create(context).Parse(words, new ParserConfiguration { EnablePosixBundling = false });
        if (result.Action is ParseErrorAction)
        {
            await context.Error.WriteLineAsync(Sentence(result));
            return ExitCodes.BadUsage;
        }

        try
        {
            return await result.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = context.Output, Error = context.Error },
                stop);
        }
        catch (SignalboxFaultException e)
        {
            await context.Error.WriteLineAsync("signalbox: " + e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            await context.Error.WriteLineAsync("signalbox: something unexpected happened: " + LogFormat.Sentence(e) + WriteDetails(context, e));
            return ExitCodes.RunFailed;
        }
    }

    /// <summary>The whole tree of verbs.</summary>
    internal static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Signalbox, the control room for AI-agent workflows. Without a verb: serve.");
        var serve = new ServeCommand(context);
        foreach (var option in serve.Options)
        {
            root.Options.Add(option);
        }

        root.SetAction(serve.RunAsync);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(new InitCommand(context));
        root.Subcommands.Add(new Command("workflow", "Workflows: list, show, validate, import, export, compare, run, and how a run of one stands")
        {
            new WorkflowListCommand(context),
            new WorkflowShowCommand(context),
            new WorkflowValidateCommand(context),
            new WorkflowImportCommand(context),
            new WorkflowExportCommand(context),
            new WorkflowDiffCommand(context),
            new WorkflowRunCommand(context),
            new WorkflowStatusCommand(context),
            new WorkflowProgressCommand(context),
        });
        root.Subcommands.Add(new Command("template", "Templates: list, show, apply, save")
        {
            new TemplateListCommand(context),
            new TemplateShowCommand(context),
            new TemplateApplyCommand(context),
            new TemplateSaveCommand(context),
        });
        root.Subcommands.Add(new Command("run", "Runs: list, show, steer, fork, logs, search, export, import")
        {
            new RunListCommand(context),
            new RunShowCommand(context),
            new RunCancelCommand(context),
            new RunResumeCommand(context),
            new RunRerunCommand(context),
            new RunAddStepsCommand(context),
            new RunNextCommand(context),
            new RunPauseCommand(context),
            new RunPinCommand(context),
            new RunRegressionCommand(context),
            new RunForkCommand(context),
            new RunLogsCommand(context),
            new RunSearchCommand(context),
            new RunExportCommand(context),
            new RunImportCommand(context),
        });
        AddSpecs(root, context);
        AddAgents(root, context);
        AddRepositories(root, context);
        AddApprovals(root, context);
        AddMetrics(root, context);
        AddData(root, context);
        AddGovernance(root, context);
        root.Subcommands.Add(new LoginCommand(context));
        root.Subcommands.Add(new DoctorCommand(context));
        root.Subcommands.Add(new ApiAgentCommand(context));
        return root;
    }

    private static void AddApprovals(RootCommand root, CliContext context)
    {
        root.Subcommands.Add(new Command("approval", "Approvals: list") { new ApprovalListCommand(context) });
        root.Subcommands.Add(new DecideCommand(context, "approve", "Says yes to a question that a run waits for", needsComment: false));
        root.Subcommands.Add(new DecideCommand(context, "reject", "Says no to a question that a run waits for", needsComment: false));
        root.Subcommands.Add(new DecideCommand(context, "request-changes", "Sends the work back; the comment says what is to change", needsComment: true));
        root.Subcommands.Add(new Command("trust", "Trust models: validate, import, and what they say of a change")
        {
            new TrustValidateCommand(context),
            new TrustImportCommand(context),
            new TrustEvaluateCommand(context),
        });
    }

    private static void AddSpecs(RootCommand root, CliContext context) =>
        root.Subcommands.Add(new Command("spec", "Feature specs: validate, import, start, export, and how they stand")
        {
            new SpecValidateCommand(context),
            new SpecImportCommand(context),
            new SpecStartCommand(context),
            new SpecStatusCommand(context),
            new SpecExportCommand(context),
        });

    private static void AddMetrics(RootCommand root, CliContext context) =>
        root.Subcommands.Add(new Command("metrics", "Metrics: show, the runs behind them, import, export, and what is wanted of them")
        {
            new MetricsShowCommand(context),
            new MetricsRunsCommand(context),
            new MetricsImportCommand(context),
            new MetricsExportCommand(context),
            new MetricsTargetCommand(context),
        });

    private static void AddAgents(RootCommand root, CliContext context)
    {
        root.Subcommands.Add(new Command("agent", "Agents: list, register, check, and what they are told")
        {
            new AgentListCommand(context),
            new AgentRegisterCommand(context),
            new AgentCheckCommand(context),
            new AgentMessagesCommand(context),
            new AgentSendCommand(context),
        });
        root.Subcommands.Add(new WorkerCommand(context));
        root.Subcommands.Add(new McpCommand(context));
    }

    private static void AddGovernance(RootCommand root, CliContext context)
    {
        root.Subcommands.Add(new Command("config", "Configurations: show, validate, apply, compare, roll back")
        {
            new ConfigShowCommand(context),
            new ConfigValidateCommand(context),
            new ConfigApplyCommand(context),
            new ConfigHistoryCommand(context),
            new ConfigDiffCommand(context),
            new ConfigRollbackCommand(context),
        });
        root.Subcommands.Add(new Command("audit", "The audit log: who changed what, when and from where") { new AuditListCommand(context), new AuditExportCommand(context) });
    }

    private static void AddRepositories(RootCommand root, CliContext context)
    {
        root.Subcommands.Add(new Command("repo", "Repositories: add, list, remove") { new RepoAddCommand(context), new RepoListCommand(context), new RepoRemoveCommand(context) });
        root.Subcommands.Add(new Command("workspace", "Workspaces: list, remove, show what they hold")
        {
            new WorkspaceListCommand(context),
            new WorkspaceRemoveCommand(context),
            new WorkspaceDiffCommand(context),
        });
    }

    private static void AddData(RootCommand root, CliContext context)
    {
        root.Subcommands.Add(new Command("data", "Everything that a server knows: export, import") { new DataExportCommand(context), new DataImportCommand(context) });
        root.Subcommands.Add(new Command("db", "The database: migrate, back up, restore, check")
        {
            new DbMigrateCommand(context),
            new DbBackupCommand(context),
            new DbRestoreCommand(context),
            new DbCheckCommand(context),
        });
    }

    private static string Sentence(ParseResult result)
    {
        var verb = result.CommandResult.Command is RootCommand ? "signalbox" : "signalbox " + Path(result.CommandResult);
        var message = result.Errors.Select(e => string.Join(' ', e.Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).FirstOrDefault() ?? "the command is not complete";
        return $"signalbox: {message}: '{verb} --help' shows how it is used";
    }

    private static string Path(System.CommandLine.Parsing.CommandResult command)
    {
        var names = new List<string>();
        for (var at = command; at is not null && at.Command is not RootCommand; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, at.Command.Name);
        }

        return string.Join(' ', names);
    }

    // The stack goes where it can be read later; a person at a terminal gets the sentence.
    private static string WriteDetails(CliContext context, Exception exception)
    {
        try
        {
            var file = System.IO.Path.Combine(DataDirectory.Locate(null, context.Environment, context.WorkingDirectory), "server.log");
            using var provider = new FileLoggerProvider(file, context.Time);
            provider.CreateLogger("signalbox").Log(LogLevel.Critical, default, "the command line met a fault", exception, static (text, _) => text);
            return $"; {file} has the details";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SignalboxFaultException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^--\w+(:\w+)+=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfigurationArgument();
}
