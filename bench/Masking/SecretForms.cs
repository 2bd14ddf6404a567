using System.Text;
using System.Text.Json;

namespace Signalbox.Bench.Masking;

/// <summary>The forms in which programs print secrets, made by the usual encoders and not by the masker's own tables.</summary>
internal static class SecretForms
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is printed, and the part of it that depends on the secret alone: none of that may be seen.</summary>
    public static IEnumerable<(string Name, string Printed, string Sensitive)> Of(string secret)
    {
        yield return ("raw", secret, secret);
        foreach (var before in (string[])["", "a", "ab"])
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + "zzz"));
            var begin = ((before.Length * 8) + 5) / 6;
            var end = (before.Length + Encoding.UTF8.GetByteCount(secret)) * 8 / 6;
            yield return ($"base64 after {before.Length}", encoded, encoded[begin..end]);
            yield return ($"base64url after {before.Length}", Url(encoded), Url(encoded)[begin..end]);
            yield return ($"base64 after {before.Length}, wrapped", Wrap(encoded, 19), encoded[begin..end]);
        }

        yield return Whole("URL", Uri.EscapeDataString(secret));
        yield return Whole("form", System.Net.WebUtility.UrlEncode(secret));
        yield return Whole("JSON", JsonSerializer.Serialize(secret)[1..^1]);
        yield return Whole("JSON, relaxed", JsonSerializer.Serialize(secret, Relaxed)[1..^1]);
        yield return Whole("shell, single quotes", secret.Replace("'", "'\\''", StringComparison.Ordinal));
        yield return Whole("shell, backslashes", string.Concat(secret.Select(c => char.IsAsciiLetterOrDigit(c) || c > 127 ? c.ToString() : "\\" + c)));

        static (string, string, string) Whole(string name, string text) => (name, text, text);
    }

    private static string Url(string base64) => base64.Replace('+', '-').Replace('/', '_');

    private static string Wrap(string text, int column) => string.Join('\n', text.Chunk(column).Select(c => new string(c)));
}
