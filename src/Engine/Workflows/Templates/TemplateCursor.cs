namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Reads the tokens of one expression, between its braces.</summary>
internal sealed class TemplateCursor(string text, int start, int end)
{
    public int At { get; private set; } = start;

    public bool AtEnd
    {
        get
        {
            while (At < end && char.IsWhiteSpace(text[At]))
            {
                At++;
            }

            return At >= end;
        }
    }

    /// <summary>Offset of the next token, or of the end.</summary>
    public int TokenAt => AtEnd ? end : At;

    /// <summary>The next character that is not white space; NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : text[At];

    public bool TryTake(char c)
    {
        if (Peek != c)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>A run of the characters that names, paths and numbers are made of; empty when there is none.</summary>
    public string TakeWord()
    {
        var from = AtEnd ? end : At;
        while (At < end && (char.IsAsciiLetterOrDigit(text[At]) || text[At] is '_' or '-' or '.' or '/' or '@'))
        {
            At++;
        }

        return text[from..At];
    }

    /// <summary>The quoted string that comes next, without taking it.</summary>
    public string PeekString() => text[(At + 1)..text.IndexOf(text[At], At + 1)];

    /// <summary>A quoted string; the scanner has seen that it is closed.</summary>
    public string TakeString()
    {
        var quote = text[At];
        var close = text.IndexOf(quote, At + 1);
        var inner = text[(At + 1)..close];
        At = close + 1;
        return inner;
    }
}
