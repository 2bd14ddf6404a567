using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Signalbox.Engine.Secrets;

/// <summary>Reads secrets from the server's environment and from files. Holds references only.</summary>
/// <param name="references">The configured secrets; each name once.</param>
/// <param name="environment">The server's environment.</param>
/// <param name="earlier">Where secrets were before, the same names and others; null: nowhere else.</param>
public sealed class SecretCatalog(IEnumerable<SecretReference> references, Func<string, string?> environment, IEnumerable<SecretReference>? earlier = null) : ISecretCatalog
{
    /// <summary>UTF-8 bytes that a value has at least: shorter ones would be found in ordinary words, and mask them.</summary>
    public const int MinBytes = 8;

    /// <summary>UTF-8 bytes that a value has at most. Masking holds back what may become a secret: its memory is bounded by this.</summary>
    public const int MaxBytes = 16 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private volatile FrozenDictionary<string, SecretReference> _references = references.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    // Only use takes the newest reference; masking needs all that a name ever had.
    private volatile FrozenDictionary<string, SecretReference[]> _everHad = Gather((earlier ?? []).Concat(references));

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _references.Keys;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> NamesToMask => _everHad.Keys;

    /// <summary>Other references from now on. Those of before stay for masking: attempts at work were given their values.</summary>
    public void Change(IEnumerable<SecretReference> references)
    {
        var next = references.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
        _everHad = Gather(_everHad.Values.SelectMany(r => r).Concat(next.Values));
        _references = next;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ValuesToMask(string name) =>
        _everHad.TryGetValue(name, out var all) ? [.. all.Select(r => Read(r).Value).OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    /// <inheritdoc/>
    public SecretResult Resolve(string name)
    {
        if (!_references.TryGetValue(name, out var reference))
        {
            return Fault($"There is no secret {name}: add Secrets:{name} with env:NAME or file:/absolute/path to the server's configuration.");
        }

        return Read(reference);
    }

    private static FrozenDictionary<string, SecretReference[]> Gather(IEnumerable<SecretReference> references) =>
        references.Distinct().GroupBy(r => r.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    private SecretResult Read(SecretReference reference)
    {
        var (bytes, fault) = reference.IsFile ? ReadFile(reference) : ReadVariable(reference);
        return fault is null ? Check(reference, bytes!) : Fault(fault);
    }

    private static SecretResult Check(SecretReference reference, byte[] bytes)
    {
        var source = reference.IsFile ? $"the file {reference.Source}" : $"the environment variable {reference.Source}";
        var length = bytes.AsSpan().Trim("\r\n"u8).Length;
        if (length < MinBytes)
        {
            return Fault(string.Create(CultureInfo.InvariantCulture, $"The secret {reference.Name} is too short to be masked: {source} holds {length} bytes, at least {MinBytes} are needed."));
        }

        if (bytes.Length > MaxBytes)
        {
            return Fault(string.Create(CultureInfo.InvariantCulture, $"The secret {reference.Name} is too long to be masked: {source} holds more than {MaxBytes} bytes."));
        }

        if (bytes.AsSpan().Contains((byte)0) || !Utf8.IsValid(bytes))
        {
            return Fault($"The secret {reference.Name} cannot be given to a process: {source} does not hold text in UTF-8.");
        }

        return new SecretResult(Strict.GetString(bytes), null);
    }

    private (byte[]? Bytes, string? Fault) ReadVariable(SecretReference reference) =>
        environment(reference.Source) switch
        {
            null => (null, $"The secret {reference.Name} has no value: the environment variable {reference.Source} is not set for the server."),
            "" => (null, $"The secret {reference.Name} has no value: the environment variable {reference.Source} is empty."),
            // What is not text in UTF-8 has become U+FFFD on its way into a string; its bytes are not to be had.
            var value when value.Contains('\ufffd', StringComparison.Ordinal) =>
                (null, $"The secret {reference.Name} cannot be given to a process: the environment variable {reference.Source} does not hold text in UTF-8."),
            var value => (Encoding.UTF8.GetBytes(value), null),
        };

    private static (byte[]? Bytes, string? Fault) ReadFile(SecretReference reference)
    {
        try
        {
            if (Directory.Exists(reference.Source))
            {
                return (null, $"The secret {reference.Name} cannot be read: {reference.Source} is a folder.");
            }

            using var file = new FileStream(reference.Source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // One more than is allowed, and a line end: enough to see that it is too long, whatever the file's length says.
            var buffer = new byte[MaxBytes + 3];
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var bytes = WithoutLineEnd(buffer.AsSpan(0, read)).ToArray();
            return bytes.Length == 0 ? (null, $"The secret {reference.Name} has no value: the file {reference.Source} is empty.") : (bytes, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"The secret {reference.Name} has no value: there is no file {reference.Source}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, $"The secret {reference.Name} cannot be read: the server may not read the file {reference.Source} ({e.Message.TrimEnd('.')}).");
        }
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> bytes) =>
        bytes.EndsWith("\r\n"u8) ? bytes[..^2] : bytes.EndsWith("\n"u8) ? bytes[..^1] : bytes;

    private static SecretResult Fault(string sentence) => new(null, sentence);
}
