using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// <c>signalbox worker --name N --capability C.. -- COMMAND</c>: claims steps and runs COMMAND for each, with the prompt as its input and the step's environment.
/// Exit code 0 completes the step with what COMMAND printed; another fails it. An interrupt gives the step back.
/// </summary>
internal sealed class WorkerCommand : ClientCommand
{
    private const int WaitSeconds = 20;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly Option<string> _name = new("--name") { Description = "Id of the worker", HelpName = "N", Required = true };
    private readonly Option<string[]> _capabilities = new("--capability") { Description = "What it can do; may be given several times", HelpName = "C", Required = true };
    private readonly Option<string?> _role = new("--role") { Description = "What it is for; worker when left out", HelpName = "R" };
    private readonly Option<int?> _steps = new("--steps") { Description = "Ends after so many steps", HelpName = "N" };
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "Program and arguments, after --", Arity = ArgumentArity.OneOrMore };

    public WorkerCommand(CliContext context)
        : base(context, "worker", "Claims steps and runs COMMAND for each")
    {
        foreach (var option in (Option[])[_name, _capabilities, _role, _steps])
        {
            Options.Add(option);
        }

        Arguments.Add(_command);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var client = await WorkClient.RegisterAsync(
            server.Api,
            new AgentBody { Id = parse.GetValue(_name), Capabilities = parse.GetValue(_capabilities), Role = parse.GetValue(_role), Capacity = 1, Version = ProductVersion.Text },
            Context.Time,
            cancellationToken);
        await Context.Error.WriteLineAsync($"{client.Agent} waits for steps at {server.Api.Server}; Ctrl-C ends it.");
        using var claims = new SureClaims(client);
        var done = 0;
        try
        {
            while (parse.GetValue(_steps) is not { } most || done < most)
            {
                if (await TryClaimAsync(claims, cancellationToken) is { } work)
                {
                    await Context.Error.WriteLineAsync($"{work.RunKey} {work.StepId}: begins, attempt {work.AttemptNumber.ToString(CultureInfo.InvariantCulture)}");
                    var end = await new WorkerStep(client, work, parse.GetValue(_command)!, Context).RunAsync(cancellationToken);
                    await Context.Error.WriteLineAsync(CliText.Safe($"{work.RunKey} {work.StepId}: {end.Sentence}"));
                    done += end.IsTold ? 1 : 0;
                }
            }
        }
        finally
        {
            await LeaveAsync(client);
        }

        return ExitCodes.Done;
    }

    // A server that is away for a moment is waited for: a worker outlives it.
    private async Task<WorkModel?> TryClaimAsync(SureClaims claims, CancellationToken cancellationToken)
    {
        try
        {
            return await claims.ClaimAsync(WaitSeconds, () => [], _ => { }, cancellationToken);
        }
        catch (SignalboxFaultException fault) when (fault.ExitCode == ExitCodes.Unreachable)
        {
            await Context.Error.WriteLineAsync(CliText.Safe(fault.Message));
            await Task.Delay(PauseAfterFault, Context.Time, cancellationToken);
            return null;
        }
    }

    private static async Task LeaveAsync(WorkClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.HeartbeatAsync(leaving: true, limit.Token);
        }
        catch (Exception fault) when (fault is SignalboxFaultException or OperationCanceledException)
        {
            // The server sees by itself that nobody is there any more.
        }
    }
}
