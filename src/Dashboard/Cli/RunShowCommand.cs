using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run show RUN</c>.</summary>
internal sealed class RunShowCommand : ClientCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };

    public RunShowCommand(CliContext context)
        : base(context, "show", "Shows a run with its steps, attempts and outputs")
    {
        Arguments.Add(_run);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var run = await server.Api.GetAsync<RunModel>(CliPaths.Run(parse.GetValue(_run)!), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(run);
            return ExitCodes.Done;
        }

        await LineAsync($"{run.Key}  {run.Status}{Suffix(run.StatusReason)}");
        await LineAsync($"id          {run.Id}");
        if (run.Url is { } page)
        {
            await LineAsync($"page        {page}");
        }

        if (run.Terminal is { } terminal)
        {
            await LineAsync($"terminal    {terminal}");
        }

        await LineAsync($"workflow    {run.Workflow} v{run.WorkflowVersion} on {(run.Repositories is { } several ? string.Join(", ", several) : run.Repository)}");
        await LineAsync($"started     {CliText.Time(run.StartedAt)} by {run.StartedBy}, took {CliText.Elapsed(run, Context.Time)}");
        foreach (var (name, value) in run.Inputs ?? new Dictionary<string, object?>(StringComparer.Ordinal))
        {
            await LineAsync($"input       {name} = {CliText.Value(value)}");
        }

        foreach (var step in run.Steps!)
        {
            await LineAsync($"step        {step.Id}: {step.Status}{Suffix(step.StatusReason)}");
            foreach (var a in step.Attempts)
            {
                await LineAsync($"  attempt {a.Number}  {a.Agent}  {a.Outcome ?? (step.BlockedOn is null ? "at work" : "waits")}{Suffix(a.Error?.Message)}");
            }

            foreach (var (name, value) in step.Outputs)
            {
                await LineAsync($"  output {name} = {CliText.Value(value)}");
            }
        }

        await PointsAsync(server, run, cancellationToken);
        return ExitCodes.Done;
    }

    private async Task PointsAsync(ServerConnection server, RunModel run, CancellationToken cancellationToken)
    {
        foreach (var c in await server.Api.GetAsync<List<CheckpointModel>>(CliPaths.Run(run.Id) + "/checkpoints", cancellationToken))
        {
            await LineAsync($"checkpoint  {c.Id} {c.StepId ?? "run"}: {c.Summary}");
        }

        foreach (var a in await server.Api.GetAsync<List<ApprovalModel>>($"approvals?status=Open&run={run.Id}", cancellationToken))
        {
            await LineAsync($"approval    {a.Id} {a.StepId}: {a.Question}");
        }
    }

    private static string Suffix(string? reason) => reason is null ? "" : ": " + reason;

    private Task LineAsync(FormattableString line) => Context.Output.WriteLineAsync(CliText.Safe(FormattableString.Invariant(line)));
}
