using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox spec status F</c>: where a feature, its tasks and its checklist stand.</summary>
internal sealed class SpecStatusCommand : ClientCommand
{
    private readonly Argument<string> _feature = new("FEATURE") { Description = "Id of a feature, or repository/id" };

    public SpecStatusCommand(CliContext context)
        : base(context, "status", "Shows where a feature, its tasks and its checklist stand") => Arguments.Add(_feature);

    /// <summary>Address of a feature that a person names.</summary>
    internal static string Address(string feature) => feature is "." or ".." or ""
        ? throw new SignalboxFaultException(ExitCodes.NotFound, $"There is no feature '{feature}'.")
        : "specs/" + Uri.EscapeDataString(feature);

    /// <summary>Writes a feature for people.</summary>
    internal static async Task WriteAsync(CliContext context, FeatureModel feature)
    {
        var reason = feature.StatusReason is { } why ? $" ({CliText.Safe(why)})" : "";
        await context.Output.WriteLineAsync(FormattableString.Invariant($"{CliText.Safe(feature.Feature)}: {feature.Status}{reason}, {feature.TasksDone} of {feature.TasksTotal} tasks done{(feature.Run is { } run ? $", run {run}" : "")}"));
        var table = new CliTable("TASK", "ROLE", "STATUS", "VERIFIED", "TITLE");
        foreach (var t in feature.Tasks)
        {
            table.Add(t.Id, t.Role ?? "unknown", t.Status, t.Verified switch { true => "yes", false => "no", null => "" }, t.Title ?? "");
        }

        table.Write(context, "It has no tasks.");
        foreach (var t in feature.Tasks.Where(t => t.Flag is not null))
        {
            await context.Output.WriteLineAsync($"look at {CliText.Safe(t.Id)}: {CliText.Safe(t.Flag!)}");
        }

        foreach (var c in feature.Checklist)
        {
            await context.Output.WriteLineAsync($"[{(c.Holds ? "x" : " ")}] {CliText.Safe(c.Owner)}: {CliText.Safe(c.Text)}");
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var feature = await server.Api.GetAsync<FeatureModel>(Address(parse.GetValue(_feature)!), cancellationToken);
        await (IsJson(parse) ? WriteJsonAsync(feature) : WriteAsync(Context, feature));
        return ExitCodes.Done;
    }
}
