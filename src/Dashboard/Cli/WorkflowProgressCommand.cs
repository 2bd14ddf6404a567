using System.CommandLine;
using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow progress RUN</c>: steps, attempts, percent, elapsed, current step, next action, input names and types.</summary>
internal sealed class WorkflowProgressCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Print each change until the run ends" };

    public WorkflowProgressCommand(CliContext context)
        : base(context, "progress", "How far a run is: steps, attempts, percent, elapsed, inputs and their types")
    {
        Arguments.Add(_run);
        Options.Add(_follow);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var path = CliPaths.Run(parse.GetValue(_run)!);
        var run = await server.Api.GetAsync<RunModel>(path, cancellationToken);
        var types = await RunInputTypes.OfAsync(server.Api, run, cancellationToken);
        await PrintAsync(parse, run, types);
        if (!parse.GetValue(_follow))
        {
            return ExitCodes.Done;
        }

        // Only what comes: what was, is on the screen already.
        var last = (await server.Api.GetAsync<List<EventModel>>(path + "/events?limit=1000", cancellationToken)).LastOrDefault()?.Sequence ?? 0;
        await foreach (var e in server.Api.FollowAsync(run.Id, last, cancellationToken))
        {
            if (e.Transition is not null)
            {
                run = await server.Api.GetAsync<RunModel>(path, cancellationToken);
                await PrintAsync(parse, run, types);
            }
        }

        return ExitCodes.Done;
    }

    private async Task PrintAsync(ParseResult parse, RunModel run, Dictionary<string, string> types)
    {
        var percent = run.StepsTotal == 0 ? 0 : 100 * run.StepsEnded / run.StepsTotal;
        if (IsJson(parse))
        {
            await WriteJsonAsync(new
            {
                run.Id,
                run.Key,
                run.Status,
                run.StatusReason,
                percent,
                run.StepsEnded,
                run.StepsTotal,
                elapsedMs = run.StartedAt is { } began ? (long?)((run.EndedAt ?? Context.Time.GetUtcNow()) - began).TotalMilliseconds : null,
                run.CurrentStep,
                run.NextAction,
                run.QueuePosition,
                inputs = types.Select(t => new { name = t.Key, type = t.Value }),
                steps = run.Steps!.Select(s => new { s.Id, s.Name, s.Status, s.StatusReason, attempts = s.Attempts.Count }),
            });
            return;
        }

        var writer = Context.Output;
        await writer.WriteLineAsync(CliText.Safe($"{run.Key}  {run.Status}  {percent.ToString(CultureInfo.InvariantCulture)}%  {CliText.Elapsed(run, Context.Time)}"));
        foreach (var s in run.Steps!)
        {
            var attempts = s.Attempts.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"  {s.Attempts.Count} attempts") : "";
            var reason = s.StatusReason is null ? "" : "  " + s.StatusReason;
            await writer.WriteLineAsync(CliText.Safe($"  {s.Status,-9}  {s.Id}{attempts}{reason}"));
        }

        await writer.WriteLineAsync(CliText.Safe("current step  " + (run.CurrentStep ?? "-")));
        await writer.WriteLineAsync(CliText.Safe("next action   " + (run.NextAction ?? "-")));
        if (run.QueuePosition is { } position)
        {
            await writer.WriteLineAsync("in the queue  " + CliText.Place(position));
        }

        await writer.WriteLineAsync("inputs        " + RunInputTypes.Line(types));
    }
}
