using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run cancel RUN</c>: waits until nothing of it is alive.</summary>
internal sealed class RunCancelCommand : ClientCommand
{
    private const int MaxSeconds = 86400;
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };

    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for the end; 0 does not wait", DefaultValueFactory = _ => 60, HelpName = "SECONDS" };

    public RunCancelCommand(CliContext context)
        : base(context, "cancel", "Cancels a run and waits until nothing of it is alive")
    {
        Arguments.Add(_run);
        Options.Add(_timeout);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var seconds = parse.GetValue(_timeout);
        if (seconds is < 0 or > MaxSeconds)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"--timeout: found {seconds.ToString(CultureInfo.InvariantCulture)}, allowed is a whole number of seconds from 0 to 86400");
        }

        var answer = await server.Api.PostAsync<CancelModel>(CliPaths.Run(parse.GetValue(_run)!) + "/cancel", null, cancellationToken);
        await WaitAsync(server, answer.Run.Id, TimeSpan.FromSeconds(seconds), cancellationToken);
        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(answer.Run.Id), cancellationToken);
        if (run.EndedAt is null)
        {
            await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {run.Key} is still {run.Status} after {seconds.ToString(CultureInfo.InvariantCulture)} s{AtWork(run)}: the cancel stands, 'signalbox run cancel {run.Key}' waits again"));
        }

        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
        }
        else if (run.EndedAt is not null)
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{run.Key} {run.Status}{(run.StatusReason is null ? "" : ": " + run.StatusReason)}"));
        }

        // It may have ended by itself just before.
        return run switch
        {
            { EndedAt: null } => ExitCodes.RunFailed,
            { Status: "Cancelled" } => ExitCodes.Done,
            _ => ExitCodes.Refused,
        };
    }

    private async Task WaitAsync(ServerConnection server, string run, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, Context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await foreach (var _ in server.Api.FollowAsync(run, 0, either.Token))
            {
                // The stream's end is the run's end.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit: what is still at work is said.
        }
    }

    private static string AtWork(RunModel run)
    {
        var steps = run.Steps!.Where(s => s.Status is "Running").Select(s => $"{s.Id} ({s.Agent})").ToList();
        return steps.Count == 0 ? "" : $", at work: {string.Join(", ", steps)}";
    }
}
