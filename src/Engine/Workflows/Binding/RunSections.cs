using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>concurrency</c> and <c>limits</c>: what holds for a whole run.</summary>
internal static class RunSections
{
    public static readonly SectionKeys ConcurrencyKeys = new(
        "'concurrency'",
        [
            new("max_parallel", new IntegerKey(1, 100), "Steps of one run at work at once."),
            new("group", KeyShape.Template, "Name of a group, a template over inputs, repository and run; runs of one group go one after another."),
            new("when_busy", FormatWords.Key("what a run does while its group is busy", "it can", FormatWords.WhenBusy), "What a new run does while its group is busy; queue when not written."),
        ]);

    public static readonly SectionKeys LimitKeys = new(
        "'limits'",
        [
            new("max_cost_usd", new NumberKey(0.01, 1_000_000), "Known cost of a run at which it stops, in US dollars."),
            new("max_duration_minutes", new IntegerKey(1, 43_200), "Time after which a run stops, waiting included."),
        ]);

    public static (ConcurrencyDefinition Definition, ScalarNode? Group) Concurrency(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, ConcurrencyKeys, context) is not { } section)
        {
            return (new ConcurrencyDefinition(), null);
        }

        var group = section.TextNode("group");
        if (section.KeyOf("when_busy") is { } busy && section.Find("group") is null)
        {
            context.Error(busy, DiagnosticCodes.KeyNotForThis, "'when_busy' says what happens while the 'group' is busy, and there is no 'group'.");
        }

        return (new ConcurrencyDefinition
        {
            MaxParallel = (int?)section.Integer("max_parallel"),
            Group = group?.Text,
            WhenBusy = section.Word("when_busy", FormatWords.WhenBusy) ?? WhenBusy.Queue,
        }, group);
    }

    public static LimitsDefinition Limits(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, LimitKeys, context) is not { } section)
        {
            return new LimitsDefinition(null, null);
        }

        var cost = section.Number("max_cost_usd");
        var minutes = section.Integer("max_duration_minutes");
        return new LimitsDefinition((decimal?)cost, minutes is { } m ? TimeSpan.FromMinutes(m) : null);
    }
}
