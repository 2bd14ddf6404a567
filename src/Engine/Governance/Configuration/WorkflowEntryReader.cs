using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Reads the workflows of the document: each as a file of its own would be, with the document's defaults, and its key for a name.</summary>
internal sealed class WorkflowEntryReader(MappingNode? defaults, BindContext context)
{
    private const string Version = "1.0";

    /// <summary>The workflow; null when it is none. Its faults are in the context.</summary>
    public ConfiguredWorkflow? Read(MappingEntry entry)
    {
        if (!SectionReader.CheckName(entry.Key, "the name of a workflow", NameRule.Slug, context))
        {
            return null;
        }

        if (entry.Value is not MappingNode written)
        {
            context.Error(entry.Value, DiagnosticCodes.WrongType, $"The workflow '{entry.Key.Text}' is a mapping with 'steps'; this is {NodeWording.Describe(entry.Value)}.");
            return null;
        }

        var line = context.Bag.Source.Position(entry.Key.Start).Line;
        if (IsOff(written))
        {
            return new ConfiguredWorkflow { Slug = entry.Key.Text, IsEnabled = false, Title = (written.Find("title")?.Value as ScalarNode)?.Text, Line = line };
        }

        var whole = Complete(entry.Key, written);
        var definition = WorkflowSection.Read(whole, context);
        return new ConfiguredWorkflow
        {
            Slug = entry.Key.Text,
            IsEnabled = true,
            Title = definition?.Title,
            Definition = definition,
            Line = line,
            Text = new Lazy<string>(() => Emit(whole)),
        };
    }

    private bool IsOff(MappingNode written)
    {
        switch (written.Find("enabled")?.Value)
        {
            case null:
                return false;
            case ScalarNode { Value: bool flag }:
                return !flag;
            case var other:
                context.Error(other, DiagnosticCodes.WrongType, $"'enabled' is true or false; this is {NodeWording.Describe(other)}.");
                return false;
        }
    }

    private MappingNode Complete(ScalarNode key, MappingNode written)
    {
        var whole = new MappingNode(written.Start);
        if (written.Find("version") is null)
        {
            Add(whole, "version", Text(written, Version));
        }

        if (written.Find("name") is not { } name)
        {
            Add(whole, "name", Text(written, key.Text));
        }
        else if (name.Value is not ScalarNode said || !string.Equals(said.Text, key.Text, StringComparison.Ordinal))
        {
            context.Error(name.Value, DiagnosticCodes.NotAllowed, $"The name of this workflow is its key, '{key.Text}'; leave 'name' out, or write it alike.");
        }

        foreach (var entry in written.Entries.Where(e => e.Key.Text is not ("enabled" or "defaults")))
        {
            whole.TryAdd(entry);
        }

        if (Defaults(written.Find("defaults")) is { } merged)
        {
            whole.TryAdd(merged);
        }

        return whole;
    }

    /// <summary>The workflow's own defaults, and the document's where it says nothing.</summary>
    private MappingEntry? Defaults(MappingEntry? own)
    {
        if (defaults is null || own?.Value is not (null or MappingNode or ScalarNode { Kind: ScalarKind.Null }))
        {
            return own;
        }

        var merged = new MappingNode(own?.Value.Start ?? defaults.Start);
        foreach (var entry in ((own?.Value as MappingNode)?.Entries ?? []).Concat(defaults.Entries))
        {
            merged.TryAdd(entry);
        }

        return new MappingEntry(own?.Key ?? new ScalarNode(defaults.Start, defaults.Start, "defaults", ScalarKind.Text, "defaults"), merged);
    }

    private static string Emit(MappingNode whole)
    {
        var map = new OutputMap();
        foreach (var (key, value) in whole.Entries)
        {
            map.Set(key.Text, value);
        }

        return YamlEmitter.Emit(map);
    }

    private static void Add(MappingNode map, string key, ScalarNode value) => map.TryAdd(new MappingEntry(Text(map, key), value));

    private static ScalarNode Text(YamlNode at, string text) => new(at.Start, at.Start, text, ScalarKind.Text, text);
}
