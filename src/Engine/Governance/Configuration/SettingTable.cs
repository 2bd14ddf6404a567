using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>A mapping whose keys are options of the server.</summary>
/// <param name="Owner">What it is, for messages: "'limits'".</param>
/// <param name="Keys">Its keys.</param>
internal sealed record SettingTable(string Owner, params SettingKey[] Keys)
{
    /// <summary>The same for the reader of sections.</summary>
    public SectionKeys Section { get; } = new(Owner, [.. Keys.Select(k => new KeyInfo(k.Name, k.Shape, k.Description))]);

    /// <summary>The table as the value of a key.</summary>
    public SectionKey Shape => new(Section);
}

/// <summary>A key that is an option.</summary>
/// <param name="Name">The key.</param>
/// <param name="Option">The option; below it the items of a list and the entries of a mapping.</param>
/// <param name="Shape">What its value may be; the limits of the option.</param>
/// <param name="Description">What it is for, in one sentence.</param>
internal sealed record SettingKey(string Name, string Option, KeyShape Shape, string Description)
{
    /// <summary>The number is one of seconds, and the option a time.</summary>
    public bool IsSeconds { get; init; }
}
