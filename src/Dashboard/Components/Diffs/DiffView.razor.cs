using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>The lines of a change, one below the other or side by side. Whatever they hold is shown as text; many are shown bit by bit.</summary>
public sealed partial class DiffView
{
    /// <summary>Rows that are shown at once; more on request.</summary>
    public const int Step = 500;

    private IReadOnlyList<DiffHunk>? _of;
    private bool _isSplit;
    private bool _mixes;
    private bool _isBare;
    private int _shown = Step;

    /// <summary>The places that changed.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DiffHunk> Hunks { get; set; }

    /// <summary>Side by side.</summary>
    [Parameter]
    public bool Split { get; set; }

    /// <summary>There are more lines than were read.</summary>
    [Parameter]
    public bool IsCut { get; set; }

    /// <summary>Name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    private IReadOnlyList<DiffRow> Rows { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_of, Hunks) && _isSplit == Split)
        {
            return;
        }

        (_of, _isSplit) = (Hunks, Split);
        Rows = Split ? DiffRows.Split(Hunks) : DiffRows.Unified(Hunks);
        _isBare = Hunks.All(h => h is { OldStart: 0, NewStart: 0 });
        _mixes = DiffRows.MixesLineEnds(Hunks);
    }

    private void ShowMore() => _shown += Step;

    private static RenderFragment Number(int? number) => builder =>
    {
        builder.OpenElement(0, "td");
        builder.AddAttribute(1, "class", "dv-no");
        builder.AddContent(2, number);
        builder.CloseElement();
    };

    private RenderFragment Side(DiffLine? line, Range? mark, string? side) => builder =>
    {
        builder.OpenElement(0, "td");
        builder.AddAttribute(1, "class", $"dv-text {side} {Kind(line)}");
        if (line is not null)
        {
            builder.OpenElement(2, "span");
            builder.AddAttribute(3, "class", "dv-sign");
            builder.AddContent(4, line.Kind switch { DiffLineKind.Added => "+", DiffLineKind.Removed => "−", DiffLineKind.Context => " " });
            builder.CloseElement();
            Text(builder, line, mark);
        }

        builder.CloseElement();
    };

    private static string Kind(DiffLine? line) => line?.Kind switch
    {
        DiffLineKind.Added => "dv-add",
        DiffLineKind.Removed => "dv-del",
        DiffLineKind.Context => "",
        null => "dv-none",
    };

    private void Text(RenderTreeBuilder builder, DiffLine line, Range? mark)
    {
        // A carriage return is part of the line end: worth seeing only where lines differ in it
        var text = !_mixes && line.Text.EndsWith('\r') ? line.Text[..^1] : line.Text;
        if (mark is { } range && range.End.Value <= text.Length && range.Start.Value < range.End.Value)
        {
            builder.OpenRegion(5);
            Pieces(builder, text[..range.Start.Value]);
            builder.CloseRegion();
            builder.OpenElement(6, "mark");
            builder.OpenRegion(7);
            Pieces(builder, text[range]);
            builder.CloseRegion();
            builder.CloseElement();
            builder.OpenRegion(8);
            Pieces(builder, text[range.End.Value..]);
            builder.CloseRegion();
        }
        else
        {
            builder.OpenRegion(9);
            Pieces(builder, text);
            builder.CloseRegion();
        }

        builder.OpenRegion(10);
        Piece(builder, line.IsCut ? "the line goes on" : "", "dv-remark");
        Piece(builder, line.HasLineEnd ? "" : "no line end", "dv-remark");
        builder.CloseRegion();
    }

    private static void Pieces(RenderTreeBuilder builder, string text)
    {
        foreach (var (piece, isMark) in InertText.Pieces(text))
        {
            Piece(builder, piece, isMark ? "ln-ctl" : null);
        }
    }

    private static void Piece(RenderTreeBuilder builder, string text, string? className)
    {
        if (className is null || text.Length == 0)
        {
            builder.AddContent(0, text);
            return;
        }

        builder.OpenElement(1, "span");
        builder.AddAttribute(2, "class", className);
        builder.AddContent(3, text);
        builder.CloseElement();
    }
}
