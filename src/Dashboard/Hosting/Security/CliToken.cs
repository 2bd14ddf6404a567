using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>The token that the command line of this machine uses, kept 0600 in the data directory.</summary>
internal sealed class CliToken
{
    private const int MinimumLength = 32;
    private readonly byte[] _hash;

    private CliToken(string token)
    {
        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Proof = ServerProof.Of(token);
        DirectoryId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("directory " + token)))[..8];
    }

    /// <summary>Tells this data directory from others, in names of cookies; says nothing about the token.</summary>
    public string DirectoryId { get; }

    /// <summary>Proves to a command that this server knows the token.</summary>
    public ServerProof Proof { get; }

    /// <summary>The token as a command reads it; null when there is none that it may read.</summary>
    public static string? Read(string? dataDirectory)
    {
        try
        {
            return dataDirectory is not null && File.ReadAllText(Path.Combine(dataDirectory, "cli.token")).Trim() is { Length: >= MinimumLength } token ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the token, or makes one at the first start. Called under the directory's lock.</summary>
    /// <exception cref="SignalboxFaultException">The file holds something else.</exception>
    public static CliToken LoadOrCreate(DataDirectory data)
    {
        if (!File.Exists(data.TokenFile))
        {
            // Written aside and renamed: a crash in between leaves no half token.
            var temporary = data.TokenFile + ".new";
            File.Delete(temporary);
            using (var file = new FileStream(temporary, PrivateFiles.Options(FileMode.CreateNew, FileShare.None)))
            {
                file.Write(Encoding.ASCII.GetBytes("sbx_" + RandomNumberGenerator.GetHexString(64, lowercase: true) + "\n"));
            }

            File.Move(temporary, data.TokenFile);
        }

        PrivateFiles.TakeFile(data.TokenFile);
        var token = File.ReadAllText(data.TokenFile).Trim();
        return token.Length >= MinimumLength
            ? new CliToken(token)
            : throw new SignalboxFaultException(ExitCodes.BadUsage, $"{data.TokenFile} does not hold a token: remove the file, the next start makes a new one");
    }

    /// <summary>Whether this is the token, in a time that says nothing about it.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
