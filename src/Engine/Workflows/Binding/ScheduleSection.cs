using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>schedule</c>: when the workflow starts by itself.</summary>
internal static class ScheduleSection
{
    public static readonly SectionKeys Keys = new(
        "a schedule",
        [
            new("cron", KeyShape.Text, "Five fields: minute, hour, day of month, month, day of week.", "'cron: \"0 6 * * 1-5\"'"),
            new("time_zone", KeyShape.Text, "IANA name of the time zone of the fields; UTC when not written."),
            new("inputs", new MapKey(NameRule.Name, new AnyKey()), "Inputs of the run."),
            new("misfire", FormatWords.Key("what a missed time does", "it can", FormatWords.Misfires), "What happens with times at which no server ran; run_once when not written."),
        ]);

    public static IReadOnlyList<ScheduleDefinition> Read(SectionReader workflow, IReadOnlyList<InputDefinition> inputs)
    {
        var schedules = new List<ScheduleDefinition>();
        foreach (var item in workflow.Items("schedule"))
        {
            if (SectionReader.Open(item, Keys, workflow.Context) is { } section && One(section, inputs) is { } schedule)
            {
                schedules.Add(schedule);
            }
        }

        return schedules;
    }

    private static ScheduleDefinition? One(SectionReader section, IReadOnlyList<InputDefinition> inputs)
    {
        var cron = section.TextNode("cron");
        if (cron is not null && !CronExpression.TryParse(cron.Text, out _, out var fault))
        {
            section.Context.Error(cron, DiagnosticCodes.BadCron, $"The schedule {Wording.Quote(cron.Text)} cannot be read: {fault}");
        }

        var zone = section.TextNode("time_zone");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Text, out _))
        {
            section.Context.Error(zone, DiagnosticCodes.UnknownTimeZone, $"There is no time zone {Wording.Quote(zone.Text)}; it is an IANA name, such as Europe/Berlin, or UTC.");
        }

        var values = Inputs(section, inputs);
        var misfire = section.Word("misfire", FormatWords.Misfires) ?? ScheduleMisfire.RunOnce;
        return cron is null ? null : new ScheduleDefinition(cron.Text, zone?.Text ?? "UTC", values, misfire);
    }

    private static Dictionary<string, object?> Inputs(SectionReader section, IReadOnlyList<InputDefinition> inputs)
    {
        var node = section.Find("inputs");
        if (node is not (null or MappingNode or ScalarNode { Kind: ScalarKind.Null }))
        {
            section.Context.Error(node, DiagnosticCodes.WrongType, $"'inputs' is a mapping of names to values; this is {NodeWording.Describe(node)}.");
            return new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        MetadataSection.CheckNumbers(node, section.Context);
        var mapping = node as MappingNode;
        var given = mapping?.Entries.ToDictionary(e => e.Key.Text, e => Value(e, inputs), StringComparer.Ordinal) ?? new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var fault in InputBinder.Bind(inputs, given, "The workflow").Faults)
        {
            section.Context.Error(mapping?.Find(fault.Field)?.Value ?? node ?? section.Node, DiagnosticCodes.BadInput, fault.Found is null && !given.ContainsKey(fault.Field)
                ? $"The schedule gives no '{fault.Field}', which is required: {fault.Allowed}."
                : fault.Message);
        }

        return given;
    }

    /// <summary>What YAML reads as a number is a text where a text is declared, as <c>issue: 42</c>.</summary>
    private static object? Value(MappingEntry entry, IReadOnlyList<InputDefinition> inputs) =>
        entry.Value is ScalarNode { Kind: not ScalarKind.Null } scalar
        && inputs.FirstOrDefault(i => string.Equals(i.Name, entry.Key.Text, StringComparison.Ordinal))?.Type is InputType.String or InputType.Text or InputType.Choice
            ? scalar.Text
            : NodeWording.ToPlain(entry.Value);
}
