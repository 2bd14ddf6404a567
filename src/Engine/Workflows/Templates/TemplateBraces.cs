namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Finds where expressions and comments of a template end.</summary>
internal sealed class TemplateBraces(string text, TemplateScanner scanner)
{
    /// <summary>Backslashes directly before this offset.</summary>
    public int Backslashes(int open)
    {
        var count = 0;
        while (open - count > 0 && text[open - count - 1] == '\\')
        {
            count++;
        }

        return count;
    }

    /// <summary>Offset after the comment that begins here.</summary>
    public int CommentEnd(int open)
    {
        var isLong = text.AsSpan(open).StartsWith("{{!--");
        var close = text.IndexOf(isLong ? "--}}" : "}}", open + (isLong ? 5 : 3), StringComparison.Ordinal);
        return close < 0 ? throw scanner.Syntax(open, "The comment that begins here is never closed.") : close + (isLong ? 4 : 2);
    }

    /// <summary>Offset of the closing braces, not counting those inside strings.</summary>
    public int Close(int open, string braces)
    {
        for (var i = open + braces.Length; i < text.Length; i++)
        {
            if (text[i] is '"' or '\'')
            {
                var end = text.IndexOf(text[i], i + 1);
                if (end < 0)
                {
                    throw scanner.Syntax(i, "The string that begins here is never closed.");
                }

                if (text[end - 1] == '\\')
                {
                    throw scanner.Syntax(i, "A string cannot hold its own quote or end in a backslash; use the other kind of quote.");
                }

                i = end;
            }
            else if (text[i] == '}' && text.AsSpan(i).StartsWith(braces))
            {
                return i;
            }
            else if (text[i] == '{' && text.AsSpan(i).StartsWith("{{"))
            {
                break;
            }
        }

        throw scanner.Syntax(open, $"The expression that begins here is never closed; '{braces}' is missing. For a brace before an expression, put a space between them.");
    }
}
