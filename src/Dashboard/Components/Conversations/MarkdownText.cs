using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Signalbox.Dashboard.Components.Diffs;

namespace Signalbox.Dashboard.Components.Conversations;

/// <summary>
/// Text of an agent, laid out as the Markdown that it mostly is. It is turned into elements and never into markup: HTML in it is text, a picture is a
/// link's words, a link leads to http(s) or nowhere (design/security.md).
/// </summary>
public sealed class MarkdownText : ComponentBase
{
    private const int MaxDepth = 24;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    private MarkdownDocument? _document;
    private string? _shown;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (string.Equals(_shown, Text, StringComparison.Ordinal))
        {
            return;
        }

        _shown = Text;
        try
        {
            _document = Markdown.Parse(Text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than anybody writes: it is shown as it is
            _document = null;
        }
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (_document is null)
        {
            builder.OpenElement(0, "p");
            Words(builder, Text);
            builder.CloseElement();
            return;
        }

        builder.OpenRegion(1);
        Blocks(builder, _document, 0);
        builder.CloseRegion();
    }

    private static void Blocks(RenderTreeBuilder builder, ContainerBlock blocks, int depth)
    {
        foreach (var block in blocks)
        {
            builder.OpenRegion(0);
            Part(builder, block, depth + 1);
            builder.CloseRegion();
        }
    }

    private static void Part(RenderTreeBuilder builder, Block block, int depth)
    {
        switch (block)
        {
            case LinkReferenceDefinitionGroup:
                break;
            case HeadingBlock heading:
                // The page has headings of its own; an agent's are none of them
                builder.OpenElement(0, "p");
                builder.AddAttribute(1, "class", "md-head");
                Inlines(builder, heading.Inline, depth);
                builder.CloseElement();
                break;
            case ParagraphBlock paragraph:
                builder.OpenElement(2, "p");
                Inlines(builder, paragraph.Inline, depth);
                builder.CloseElement();
                break;
            case ThematicBreakBlock:
                builder.OpenElement(3, "hr");
                builder.CloseElement();
                break;
            case LeafBlock leaf:
                builder.OpenElement(4, "pre");
                builder.AddAttribute(5, "class", "preview");
                builder.AddAttribute(6, "tabindex", "0");
                builder.AddAttribute(7, "aria-label", "Code");
                Words(builder, leaf.Lines.ToString());
                builder.CloseElement();
                break;
            case ContainerBlock when depth > MaxDepth:
                builder.AddContent(8, "…");
                break;
            case Table table:
                builder.OpenRegion(9);
                Rows(builder, table, depth);
                builder.CloseRegion();
                break;
            case ListBlock list:
                builder.OpenElement(10, list.IsOrdered ? "ol" : "ul");
                builder.AddAttribute(11, "start", list.IsOrdered && list.OrderedStart is { } start && start is not "1" ? start : null);
                Blocks(builder, list, depth);
                builder.CloseElement();
                break;
            case ContainerBlock container:
                builder.OpenElement(12, container is ListItemBlock ? "li" : container is QuoteBlock ? "blockquote" : "div");
                Blocks(builder, container, depth);
                builder.CloseElement();
                break;
        }
    }

    private static void Rows(RenderTreeBuilder builder, Table table, int depth)
    {
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "md-table");
        builder.AddAttribute(2, "tabindex", "0");
        builder.OpenElement(3, "table");
        builder.OpenElement(4, "tbody");
        foreach (var row in table.OfType<TableRow>())
        {
            builder.OpenElement(5, "tr");
            foreach (var cell in row.OfType<TableCell>())
            {
                builder.OpenElement(6, row.IsHeader ? "th" : "td");
                Blocks(builder, cell, depth);
                builder.CloseElement();
            }

            builder.CloseElement();
        }

        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    }

    private static void Inlines(RenderTreeBuilder builder, ContainerInline? inlines, int depth)
    {
        if (inlines is null)
        {
            return;
        }

        foreach (var inline in inlines)
        {
            builder.OpenRegion(20);
            Run(builder, inline, depth + 1);
            builder.CloseRegion();
        }
    }

    private static void Run(RenderTreeBuilder builder, Inline inline, int depth)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Words(builder, literal.Content.ToString());
                break;
            case CodeInline code:
                builder.OpenElement(0, "code");
                Words(builder, code.Content);
                builder.CloseElement();
                break;
            case LineBreakInline:
                builder.AddContent(1, "\n");
                break;
            case HtmlEntityInline entity:
                Words(builder, entity.Transcoded.ToString());
                break;
            case AutolinkInline auto:
                Link(builder, auto.Url, () => Words(builder, auto.Url));
                break;
            case ContainerInline when depth > MaxDepth:
                builder.AddContent(2, "…");
                break;
            case LinkInline { IsImage: true } image:
                builder.AddContent(3, "[picture: ");
                Inlines(builder, image, depth);
                builder.AddContent(4, "]");
                break;
            case LinkInline link:
                Link(builder, link.Url, () => Inlines(builder, link, depth));
                break;
            case EmphasisInline emphasis:
                builder.OpenElement(5, emphasis.DelimiterCount > 1 ? "strong" : "em");
                Inlines(builder, emphasis, depth);
                builder.CloseElement();
                break;
            case ContainerInline container:
                Inlines(builder, container, depth);
                break;
            default:
                Words(builder, inline.ToString() ?? "");
                break;
        }
    }

    // Where it leads is shown when one points at it: the words of a link are the agent's own
    private static void Link(RenderTreeBuilder builder, string? url, Action words)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            words();
            return;
        }

        builder.OpenElement(0, "a");
        builder.AddAttribute(1, "href", address.AbsoluteUri);
        builder.AddAttribute(2, "title", address.AbsoluteUri);
        builder.AddAttribute(3, "target", "_blank");
        builder.AddAttribute(4, "rel", "noopener noreferrer nofollow");
        words();
        builder.CloseElement();
    }

    private static void Words(RenderTreeBuilder builder, string text)
    {
        builder.OpenRegion(30);
        foreach (var (piece, isMark) in InertText.Pieces(text.ReplaceLineEndings("\n")))
        {
            // A line feed within code is no control that hides anything
            if (!isMark || piece is "^J")
            {
                builder.AddContent(0, isMark ? "\n" : piece);
                continue;
            }

            builder.OpenElement(1, "span");
            builder.AddAttribute(2, "class", "ln-ctl");
            builder.AddContent(3, piece);
            builder.CloseElement();
        }

        builder.CloseRegion();
    }
}
