using System.Text.Json;
using Signalbox.Engine.Files;
using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>Reads what an export says of itself.</summary>
internal static class ManifestFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <exception cref="TransferException">It is not there, cannot be read, or is of a newer format.</exception>
    public static async Task<TransferManifest> ReadAsync(string source, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(source, TransferLayout.Manifest, MaxBytes, UntrustedLinks.Refused);
        if (file is null)
        {
            throw new TransferException(isMissing ? $"{source} is no export: it has no {TransferLayout.Manifest}" : $"{source}: {fault}");
        }

        await using (file)
        {
            try
            {
                using var document = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
                RefuseOtherFormat(source, document.RootElement);
                return document.RootElement.Deserialize<TransferManifest>(TransferJson.Document) is { } manifest && IsWhole(manifest)
                    ? manifest
                    : throw new TransferException($"{source}: {TransferLayout.Manifest} does not say what an export holds");
            }
            catch (JsonException broken)
            {
                throw new TransferException($"{source}: {TransferLayout.Manifest} cannot be read: {broken.Message}", broken);
            }
        }
    }

    // First of all: of a newer format nothing else is known.
    private static void RefuseOtherFormat(string source, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() is not TransferManifest.FormatName
            || !root.TryGetProperty("formatVersion", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var version))
        {
            throw new TransferException($"{source} is no export of everything: its {TransferLayout.Manifest} says nothing of the format {TransferManifest.FormatName}");
        }

        if (version is < 1 or > TransferManifest.NewestFormat)
        {
            throw new TransferException(FormattableString.Invariant($"the export is of format {version}, and this version of Signalbox reads up to {TransferManifest.NewestFormat}: import it with a newer version"));
        }
    }

    // A member that is there may still be null in a file of others.
    private static bool IsWhole(TransferManifest manifest) =>
        manifest is { Migration: not null, DataDirectories: not null, Tables: not null, Files.Sha256: not null, Bundles: not null }
        && manifest.DataDirectories.All(d => d is not null)
        && manifest.Tables.All(t => t is { Name: not null, Sha256: not null, Columns: not null } && t.Columns.All(c => c is { Name: not null }))
        && manifest.Bundles.All(b => b is { Repository: not null, Path: not null, File: not null, Sha256: not null });
}
