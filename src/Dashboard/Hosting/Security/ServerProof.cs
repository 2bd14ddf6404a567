using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>
/// Shows that whoever answers on a port knows the token of a data directory, before the token goes there: a MAC over a nonce of the asker
/// and the port. Another program on a reused port cannot make it, nor pass on one that a server on another port made.
/// </summary>
internal sealed class ServerProof
{
    private const int NonceLength = 64;
    private readonly byte[] _key;

    private ServerProof(byte[] key) => _key = key;

    /// <summary>The proofs of this token; neither the key nor a proof says anything about it.</summary>
    public static ServerProof Of(string token) => new(SHA256.HashData(Encoding.UTF8.GetBytes("proof " + token)));

    /// <summary>A fresh question.</summary>
    public static string NewNonce() => RandomNumberGenerator.GetHexString(NonceLength, lowercase: true);

    /// <summary>Whether this is a question that may be answered.</summary>
    public static bool IsNonce(string text) => text.Length == NonceLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The answer to a question that came in on this port.</summary>
    public string Answer(string nonce, int port) => Convert.ToHexStringLower(
        HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"signalbox server\n{nonce}\n{port}"))));

    /// <summary>Whether this is the answer, in a time that says nothing about it.</summary>
    public bool Accepts(string nonce, int port, string? answer) =>
        answer is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Answer(nonce, port)), Encoding.UTF8.GetBytes(answer));
}
