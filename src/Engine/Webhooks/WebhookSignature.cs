using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Engine.Webhooks;

/// <summary>
/// Signs and checks webhooks as the Standard Webhooks specification says: HMAC-SHA256 over <c>id.timestamp.body</c>, in the headers <c>webhook-id</c>,
/// <c>webhook-timestamp</c> (seconds since 1970) and <c>webhook-signature</c> (<c>v1,</c> and base64; several with spaces between).
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far the clocks of sender and receiver may be apart; what is older is taken for one that was sent before.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Characters of an id.</summary>
    public const int MaxIdLength = 200;

    private const string Version = "v1,";
    private const string EncodedPrefix = "whsec_";

    /// <summary>The value of the signature's header.</summary>
    public static string Sign(string secret, string id, DateTimeOffset time, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Compute(secret, id, Seconds(time), body));

    /// <summary>The value of the time's header.</summary>
    public static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong with a request, as a sentence; null when it was signed with the secret a moment ago.</summary>
    public static string? FindFault(string secret, string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxIdLength || string.IsNullOrEmpty(signature)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return $"the request needs the headers {IdHeader}, {TimestampHeader} (seconds since 1970) and {SignatureHeader}";
        }

        var expected = Compute(secret, id, timestamp, body);
        var isSigned = false;
        foreach (var part in signature.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // All are looked at, each in the same time: how long the answer takes says nothing of the right one.
            isSigned |= part.StartsWith(Version, StringComparison.Ordinal) && IsEqual(part[Version.Length..], expected);
        }

        if (!isSigned)
        {
            return "the signature is not that of this secret over this id, time and body";
        }

        var apart = now - DateTimeOffset.FromUnixTimeSeconds(seconds);
        return apart.Duration() <= Tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it was signed {Math.Round(Math.Abs(apart.TotalSeconds))} s {(apart > TimeSpan.Zero ? "ago" : "from now")}; at most {Tolerance.TotalSeconds} are taken");
    }

    private static bool IsEqual(string base64, byte[] expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return base64.Length <= 64 && Convert.TryFromBase64String(base64, given, out var written) && written == expected.Length && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static byte[] Compute(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>The specification writes secrets as <c>whsec_</c> and base64; any other text is the key itself.</summary>
    private static byte[] KeyOf(string secret)
    {
        if (secret.StartsWith(EncodedPrefix, StringComparison.Ordinal))
        {
            var key = new byte[secret.Length];
            if (Convert.TryFromBase64String(secret[EncodedPrefix.Length..], key, out var length) && length > 0)
            {
                return key[..length];
            }
        }

        return Encoding.UTF8.GetBytes(secret);
    }
}
