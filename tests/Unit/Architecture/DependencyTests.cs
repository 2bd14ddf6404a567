using System.Reflection;
using System.Xml.Linq;

namespace Signalbox.Unit.Architecture;

public sealed class DependencyTests
{
    private const string Samples = "Signalbox.Unit.Architecture.Samples";

    private static readonly string[] ServesRequests =
        ["Signalbox.Dashboard.Hubs", "Signalbox.Dashboard.Api", "Signalbox.Dashboard.Components"];

    private static readonly Lazy<AssemblyScan> Engine = new(() => AssemblyScan.OfNeighbour("Signalbox.Engine.dll"));
    private static readonly Lazy<AssemblyScan> Persistence = new(() => AssemblyScan.OfNeighbour("Signalbox.Persistence.dll"));
    private static readonly Lazy<AssemblyScan> Dashboard = new(() => AssemblyScan.OfNeighbour("signalbox.dll"));
    private static readonly Lazy<AssemblyScan> Self = new(() => AssemblyScan.Of(Assembly.GetExecutingAssembly().Location));

    private static IEnumerable<TypeUse> Offending =>
        Self.Value.Uses.Where(u => u.FromNamespace.StartsWith($"{Samples}.Offending", StringComparison.Ordinal));

    [Fact]
    public void Engine_Types_UseNoDatabaseWebServerOrScheduler() =>
        Rule.Holds(DependencyRules.NoInfrastructure(Engine.Value.Uses));

    [Fact]
    public void Components_Types_UseNoDatabase() =>
        Rule.Holds(DependencyRules.NoDataAccess(Dashboard.Value.Uses, "Signalbox.Dashboard.Components"));

    [Fact]
    public void HubsAndEndpoints_Types_UseServicesAndQueriesOnly()
    {
        Rule.Holds(DependencyRules.NoStores(Dashboard.Value.Uses, ServesRequests));
        Rule.Holds(DependencyRules.NoDataAccess(Dashboard.Value.Uses, ServesRequests));
    }

    [Theory]
    [InlineData("Supervisor")]
    [InlineData("Engine")]
    [InlineData("Persistence", "Engine")]
    [InlineData("Dashboard", "Engine", "Persistence")]
    public void ProjectReferences_OfEachProject_PointOneWay(string project, params string[] allowed) =>
        Rule.Holds(DependencyRules.ProjectReferences(project, XDocument.Load(RepositoryFiles.Absolute($"src/{project}/{project}.csproj")), allowed));

    [Fact]
    public void Assemblies_References_PointOneWay()
    {
        static string[] Own(AssemblyScan scan) => [.. scan.References.Where(r => r.StartsWith("Signalbox.", StringComparison.Ordinal))];

        Assert.Empty(Own(Engine.Value));
        Assert.Equal(["Signalbox.Engine"], Own(Persistence.Value), StringComparer.Ordinal);
        Assert.DoesNotContain("Microsoft.AspNetCore.Components", Persistence.Value.References, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Signalbox.Engine.dll", "Signalbox.Engine")]
    [InlineData("Signalbox.Persistence.dll", "Signalbox.Persistence")]
    [InlineData("signalbox.dll", "Signalbox.Dashboard")]
    public void Folders_OfEachProject_HaveNoCycle(string assembly, string rootNamespace)
    {
        var uses = AssemblyScan.OfNeighbour(assembly).Uses;

        Assert.Contains(uses, u => u.FromNamespace.StartsWith(rootNamespace, StringComparison.Ordinal));
        Rule.Holds(FolderCycles.Find(uses, rootNamespace));
    }

    [Fact]
    public void AssemblyScan_OfTheEngine_SeesUsesAcrossFolders() =>
        Assert.Contains(Engine.Value.Uses, u => u is { From: "Signalbox.Engine.Runs.Run", To: "Signalbox.Engine.StateMachines.TransitionTable" });

    [Theory]
    [InlineData("HoldsContext", "Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("HoldsContext", "Microsoft.EntityFrameworkCore.IDbContextFactory")]
    [InlineData("UsesContextInside", "Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("MarkedForWeb", "Microsoft.AspNetCore.Mvc.ApiControllerAttribute")]
    public void NoInfrastructure_SampleThatUsesIt_IsFound(string type, string used) =>
        Assert.Contains($"{Samples}.Offending.{type} uses {used}", DependencyRules.NoInfrastructure(Offending), StringComparer.Ordinal);

    [Theory]
    [InlineData("HoldsContext")]
    [InlineData("UsesContextInside")]
    public void NoDataAccess_SampleWithContext_IsFound(string type) =>
        Assert.Contains(DependencyRules.NoDataAccess(Offending, Samples), f => f.Contains($".{type} uses", StringComparison.Ordinal));

    [Fact]
    public void NoStores_SampleWithStoreAndSampleWithQueries_OnlyTheStoreIsFound() =>
        Assert.Equal([$"{Samples}.Offending.WritesToStore uses Signalbox.Engine.Runs.IRunStore"], DependencyRules.NoStores(Offending, Samples), StringComparer.Ordinal);

    [Fact]
    public void ProjectReferences_SampleThatPointsBack_IsFound()
    {
        var sample = XDocument.Parse(
            """
            <Project><ItemGroup>
              <ProjectReference Include="../Engine/Engine.csproj" />
              <ProjectReference Include="..\Dashboard\Dashboard.csproj" />
              <ProjectReference Include="../Supervisor/Supervisor.csproj" ReferenceOutputAssembly="false" />
            </ItemGroup></Project>
            """);

        Assert.Equal(["Persistence refers to Dashboard"], DependencyRules.ProjectReferences("Persistence", sample, "Engine"), StringComparer.Ordinal);
    }

    [Fact]
    public void FolderCycles_SampleWithCallsInBodies_NamesTheUseOfEachStep()
    {
        var cycle = Assert.Single(FolderCycles.Find(Self.Value.Uses, $"{Samples}.InBody"));

        Assert.Equal(
            $"First -> Second ({Samples}.InBody.First.Caller uses {Samples}.InBody.Second.Callee), " +
            $"Second -> First ({Samples}.InBody.Second.Callee uses {Samples}.InBody.First.Caller)",
            cycle);
    }

    [Fact]
    public void FolderCycles_SampleWithCircleOfThreeThroughSignatures_IsFound()
    {
        var cycle = Assert.Single(FolderCycles.Find(Self.Value.Uses, $"{Samples}.InSignature"));

        Assert.StartsWith("First -> Second (", cycle, StringComparison.Ordinal);
        Assert.Contains("Third -> First (", cycle, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderCycles_SampleInADeeperFolder_IsFoundUnderItsParent() =>
        Assert.Contains(FolderCycles.Find(Self.Value.Uses, Samples), c => c.StartsWith("InBody: First -> Second", StringComparison.Ordinal));

    [Fact]
    public void FolderCycles_FolderAndItsSubFolder_MayKnowEachOther() =>
        Assert.Empty(FolderCycles.Find(Self.Value.Uses, $"{Samples}.OneWay"));
}
