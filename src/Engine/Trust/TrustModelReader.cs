using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Trust;

/// <summary>
/// Reads a trust model, YAML or JSON (spec 4, 2.2). What that schema asks for and is not there or of another type is an error, all of them at once; what it
/// leaves open and nothing here uses is a warning, or nothing where it is known to be for people.
/// </summary>
public static class TrustModelReader
{
    private static readonly string[] RootKeys = ["version", "trust_levels", "default_level", "overrides", "escalation"];
    private static readonly string[] LevelNames = ["high", "medium", "low"];
    private static readonly string[] OverrideKeys = ["elevate_to_medium", "demote_to_low"];

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The file, UTF-8, at most 1 MiB.</param>
    /// <param name="file">Path or name for diagnostics.</param>
    public static TrustModelResult Read(ReadOnlyMemory<byte> utf8, string file)
    {
        var (root, bag) = ImportFile.Read(utf8, file);
        var model = root is null ? null : Read(root, new BindContext(bag, KnownAgents: null));
        return new TrustModelResult(bag.HasErrors ? null : model, [.. bag.ToOrderedList().Select(Said)]);
    }

    private static Diagnostic Said(Diagnostic diagnostic) => diagnostic.Code switch
    {
        DiagnosticCodes.Empty => diagnostic with { Message = "The file is empty; a trust model has at least 'version' and 'trust_levels'." },
        ImportCodes.UnknownDialect => diagnostic with { Message = "A trust model is a mapping with at least 'version' and 'trust_levels'." },
        _ => diagnostic,
    };

    private static TrustModel Read(MappingNode root, BindContext context)
    {
        TrustNodes.WarnOfUnused(root, RootKeys, "a trust model", context);
        var version = TrustNodes.RequiredText(root, "version", "A trust model", "such as 'version: \"1.0\"'", context);
        var levels = TrustNodes.Required(root, "trust_levels", "A trust model", "with high, medium and low", context) is { } node ? TrustNodes.Mapping(node, "'trust_levels'", context) : null;
        var rules = levels is null ? null : Levels(levels, context);
        var overrides = root.Find("overrides")?.Value is { } written and not ScalarNode { Kind: ScalarKind.Null } ? TrustNodes.Mapping(written, "'overrides'", context) : null;
        if (overrides is not null)
        {
            TrustNodes.WarnOfUnused(overrides, OverrideKeys, "'overrides'", context);
        }

        return new TrustModel
        {
            Version = version ?? "",
            High = Of(rules, TrustLevel.High),
            Medium = Of(rules, TrustLevel.Medium),
            Low = Of(rules, TrustLevel.Low),
            DefaultLevel = DefaultLevel(root, context),
            ElevateToMedium = TrustContexts.Read(overrides, "elevate_to_medium", patternsOnly: true, context),
            DemoteToLow = TrustContexts.Read(overrides, "demote_to_low", patternsOnly: true, context),
            Notify = TrustEscalation.Read(root, context),
        };
    }

    private static Dictionary<TrustLevel, TrustRules> Levels(MappingNode levels, BindContext context)
    {
        var rules = new Dictionary<TrustLevel, TrustRules>();
        foreach (var name in LevelNames)
        {
            if (TrustNodes.Required(levels, name, "'trust_levels'", "with description, auto_approve, supervision and contexts", context) is { } node
                && TrustNodes.Mapping(node, $"the level '{name}'", context) is { } mapping)
            {
                rules[LevelOf(name)] = TrustLevelReader.Read(mapping, LevelOf(name), name, context);
            }
        }

        foreach (var (key, _) in levels.Entries.Where(e => !LevelNames.Contains(e.Key.Text, StringComparer.Ordinal)))
        {
            context.Warning(key, DiagnosticCodes.UnknownKey, $"{Wording.Quote(key.Text)} is no level that anything here uses{Wording.Hint(key.Text, LevelNames, "the levels are")}");
        }

        return rules;
    }

    private static TrustLevel DefaultLevel(MappingNode root, BindContext context)
    {
        switch (root.Find("default_level")?.Value)
        {
            case null:
                return TrustLevel.Medium;
            case ScalarNode { Kind: ScalarKind.Text } text when LevelNames.Contains(text.Text, StringComparer.Ordinal):
                return LevelOf(text.Text);
            case var other:
                context.Error(other, DiagnosticCodes.NotAllowed, $"'default_level' is high, medium or low; this is {NodeWording.Describe(other)}.");
                return TrustLevel.Medium;
        }
    }

    private static TrustLevel LevelOf(string name) => name switch
    {
        "high" => TrustLevel.High,
        "medium" => TrustLevel.Medium,
        _ => TrustLevel.Low,
    };

    // A model with errors is never handed out: the rules that are missing in it are never used.
    private static TrustRules Of(Dictionary<TrustLevel, TrustRules>? rules, TrustLevel level) => rules?.GetValueOrDefault(level)
        ?? new TrustRules { Level = level, Description = "", AutoApprove = false, Supervision = TrustSupervision.CodeReviewRequired };
}
