using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run cancel RUN</c>: waits until nothing of it is alive.</summary>
internal sealed class RunCancelCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };

    public RunCancelCommand(CliContext context)
        : base(context, "cancel", "Cancels a run and waits until nothing of it is alive")
    {
        Arguments.Add(_run);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var answer = await server.Api.PostAsync<CancelModel>(CliPaths.Run(parse.GetValue(_run)!) + "/cancel", null, cancellationToken);
        await foreach (var _ in server.Api.FollowAsync(answer.Run.Id, 0, cancellationToken))
        {
            // The stream's end is the run's end.
        }

        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(answer.Run.Id), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{run.Key} {run.Status}{(run.StatusReason is null ? "" : ": " + run.StatusReason)}"));
        }

        // It may have ended by itself just before.
        return run.Status is "Cancelled" ? ExitCodes.Done : ExitCodes.Refused;
    }
}
