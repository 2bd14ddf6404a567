using Microsoft.AspNetCore.Components;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>Text as written, in a monospace face; YAML with numbered, lightly coloured lines.</summary>
public sealed partial class CodeBlock
{
    private IReadOnlyList<YamlLine> _lines = [];
    private string? _shown;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>What it is, above.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>It is YAML.</summary>
    [Parameter]
    public bool Yaml { get; set; }

    /// <summary>Numbers of lines with a fault.</summary>
    [Parameter]
    public IReadOnlySet<int> Marked { get; set; } = new HashSet<int>();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Yaml && !ReferenceEquals(_shown, Text))
        {
            _shown = Text;
            _lines = YamlColours.Lines(Text);
        }
    }
}
