namespace Signalbox.E2E.Fixtures;

/// <summary>A real git repository with workflows.</summary>
internal sealed class TestRepository
{
    private TestRepository(string path) => Path = path;

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public static async Task<TestRepository> CreateAsync(string path, CancellationToken cancellationToken, params (string Name, string Yaml)[] workflows)
    {
        Directory.CreateDirectory(path);
        var repository = new TestRepository(path);
        await repository.GitAsync(cancellationToken, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(System.IO.Path.Combine(path, "README.md"), "# A repository for tests\n", cancellationToken);
        foreach (var (name, yaml) in workflows)
        {
            await repository.WriteWorkflowAsync(name, yaml, cancellationToken);
        }

        await repository.GitAsync(cancellationToken, "add", "--all");
        await repository.GitAsync(cancellationToken, "commit", "--quiet", "--message=First");
        return repository;
    }

    public Task WriteWorkflowAsync(string name, string yaml, CancellationToken cancellationToken)
    {
        var folder = System.IO.Path.Combine(Path, ".signalbox", "workflows");
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(System.IO.Path.Combine(folder, $"{name}.yaml"), yaml, cancellationToken);
    }

    public async Task<string> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await Command.RunAsync(
            "git", ["-c", "user.name=Tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgSign=false", .. arguments], cancellationToken, Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output.Trim();
    }
}
