using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>Reads a template: text, <c>{{ }}</c>, <c>{% if elif else endif for endfor %}</c> and comments, with the signs that trim white space.</summary>
internal sealed partial class JinjaTemplateParser
{
    private const int MaxDepth = 24;

    private readonly string text;
    private int at;
    private int depth;
    private bool trimsNext;

    private JinjaTemplateParser(string text) => this.text = text;

    /// <summary>The parts of the template.</summary>
    /// <exception cref="JinjaFaultException">Something in it is not translated.</exception>
    public static IReadOnlyList<JinjaNode> Parse(string text)
    {
        var parser = new JinjaTemplateParser(text);
        var (nodes, end) = parser.Body(opener: null);
        return end is null ? nodes : throw new JinjaFaultException(end.At, $"'{end.Word}' closes nothing.");
    }

    /// <summary>The parts up to a tag that ends or divides the block; null at the end of the text.</summary>
    private (List<JinjaNode> Nodes, Tag? End) Body(Tag? opener)
    {
        if (++depth > MaxDepth)
        {
            throw new JinjaFaultException(opener?.At ?? 0, $"Blocks are nested deeper than {MaxDepth} levels.");
        }

        List<JinjaNode> nodes = [];
        while (true)
        {
            var open = Opening().Match(text, at);
            AddText(nodes, open.Success ? open.Index : text.Length, open.Success && open.Value.EndsWith('-'));
            if (!open.Success)
            {
                at = text.Length;
                return opener is null ? (nodes, null) : throw new JinjaFaultException(opener.At, $"'{opener.Word}' is never closed.");
            }

            var close = Close(open.Index, open.Value[1] switch { '{' => "}}", '%' => "%}", _ => "#}" });
            var inner = (Start: open.Index + open.Length, End: close - (text[close - 1] is '-' && close - 1 >= open.Index + open.Length ? 1 : 0));
            trimsNext = text[close - 1] == '-';
            at = close + 2;
            switch (open.Value[1])
            {
                case '{':
                    nodes.Add(new JinjaNode.Output(open.Index, JinjaExpressionParser.Parse(text, inner.Start, inner.End)));
                    break;
                case '%':
                    var tag = ReadTag(open.Index, inner.Start, inner.End);
                    if (tag.Word is "elif" or "else" or "endif" or "endfor")
                    {
                        depth--;
                        return (nodes, tag);
                    }

                    nodes.Add(Block(tag));
                    break;
            }
        }
    }

    private void AddText(List<JinjaNode> nodes, int end, bool trimsEnd)
    {
        var content = text[at..end];
        content = trimsNext ? content.TrimStart() : content;
        content = trimsEnd ? content.TrimEnd() : content;
        trimsNext = false;
        if (content.Length > 0)
        {
            nodes.Add(new JinjaNode.Text(at, content));
        }
    }

    /// <summary>Offset of the closing sign; one inside a text does not count, except in a comment.</summary>
    private int Close(int open, string sign)
    {
        for (var i = open + 2; i + 1 < text.Length; i++)
        {
            if (string.CompareOrdinal(text, i, sign, 0, 2) == 0)
            {
                return i;
            }

            if (sign[0] != '#' && text[i] is '\'' or '"')
            {
                var quote = text[i];
                for (i++; i < text.Length && text[i] != quote; i++)
                {
                    i += text[i] == '\\' ? 1 : 0;
                }
            }
        }

        throw new JinjaFaultException(open, $"What begins here is never closed; '{sign}' is missing.");
    }

    private Tag ReadTag(int open, int start, int end)
    {
        var word = FirstWord().Match(text, start, end - start);
        return new Tag(open, word.Groups["word"].Value, start + word.Length, end);
    }

    private JinjaNode Block(Tag tag) => tag.Word switch
    {
        "if" => If(tag),
        "for" => For(tag),
        _ => throw new JinjaFaultException(tag.At, $"The statement {Wording.Quote(tag.Word)} is not translated; the statements are: if, elif, else, for."),
    };

    private JinjaNode.If If(Tag tag)
    {
        List<(JinjaExpression, IReadOnlyList<JinjaNode>)> branches = [];
        var branch = tag;
        while (true)
        {
            var condition = JinjaExpressionParser.Parse(text, branch.Start, branch.End);
            var (body, end) = Body(tag);
            branches.Add((condition, body));
            switch (end!.Word)
            {
                case "elif":
                    branch = end;
                    continue;
                case "else":
                    var (otherwise, last) = Body(tag);
                    return last!.Word is "endif" ? new JinjaNode.If(tag.At, branches, otherwise) : throw Mismatch(tag, last);
                case "endif":
                    return new JinjaNode.If(tag.At, branches, []);
                default:
                    throw Mismatch(tag, end);
            }
        }
    }

    private JinjaNode.For For(Tag tag)
    {
        var head = ForHead().Match(text, tag.Start, tag.End - tag.Start);
        if (!head.Success)
        {
            throw new JinjaFaultException(tag.At, "This form of 'for' is not translated; it is written as {% for item in list %}.");
        }

        var list = JinjaExpressionParser.Parse(text, tag.Start + head.Length, tag.End);
        var (body, end) = Body(tag);
        if (end!.Word is not "else")
        {
            return end.Word is "endfor" ? new JinjaNode.For(tag.At, head.Groups["name"].Value, list, body, []) : throw Mismatch(tag, end);
        }

        var (otherwise, last) = Body(tag);
        return last!.Word is "endfor" ? new JinjaNode.For(tag.At, head.Groups["name"].Value, list, body, otherwise) : throw Mismatch(tag, last);
    }

    private static JinjaFaultException Mismatch(Tag tag, Tag end) => new(end.At, $"'{end.Word}' cannot stand in the '{tag.Word}' that is open here.");

    private sealed record Tag(int At, string Word, int Start, int End);

    [GeneratedRegex(@"\{[\{%#][-+]?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\G\s*(?<word>[A-Za-z_]*)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\G\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)\s+in\s", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ForHead();
}
