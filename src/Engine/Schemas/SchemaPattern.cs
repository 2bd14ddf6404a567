using System.Text;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Schemas;

/// <summary>
/// A <c>pattern</c> of a schema, which is an ECMA-262 expression: <c>\d</c> and <c>\w</c> are ASCII, <c>$</c> is the very end, and it
/// matches anywhere unless it says otherwise. Matched without backtracking, so that no text can make it slow.
/// </summary>
internal static class SchemaPattern
{
    public static Regex Compile(string pattern) =>
        new(ToNet(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    internal static string ToNet(string pattern)
    {
        var net = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                net.Append(Escape(pattern[++i], inClass));
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            net.Append(c == '$' && !inClass ? "\\z" : c.ToString());
        }

        return net.ToString();
    }

    private static string Escape(char letter, bool inClass) => (letter, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "A-Za-z0-9_",
        ('w', false) => "[A-Za-z0-9_]",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => "\\" + letter,
    };
}
