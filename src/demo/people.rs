//! The people of the workspace.

/// Somebody.
pub(super) struct Person {
    /// What they log in with.
    pub(super) username: &'static str,
    /// What is shown.
    pub(super) name: &'static str,
    /// Why one would log in as them; empty for those who are not suggested.
    pub(super) about: &'static str,
}

/// The one whose rooms are worth looking at: unread messages, mentions, own files.
pub(super) const READER: &str = "ali";
/// The site administrator.
pub(super) const ADMIN: &str = "dilnoza";

/// The one who has read nothing yet.
pub(super) const NEWCOMER: &str = "yangi";

const fn person(username: &'static str, name: &'static str) -> Person {
    Person { username, name, about: "" }
}

/// Everybody.
pub(super) const PEOPLE: [Person; 40] = [
    Person { username: READER, name: "Ali Karimov", about: "unread messages, mentions and most of the rooms" },
    Person { username: ADMIN, name: "Dilnoza Qodirova", about: "the site administrator" },
    Person { username: "gulnora", name: "Gulnora Rahimova", about: "owns the busiest room, over 3,000 messages" },
    Person { username: NEWCOMER, name: "Nilufar Yangiboyeva", about: "new: one room, nothing read" },
    person("sardor", "Sardor Yo'ldoshev"),
    person("oybek", "Oybek To'raqo'ziyev-Abdurahmonov"),
    person("jasur", "Жасур Абдуллаев"),
    person("elena", "Елена Викторовна Соколова"),
    person("zarina", "Zarina Usmonova"),
    person("bekzod", "Bekzod"),
    person("malika", "Malika Ergasheva"),
    person("nodira", "Nodira Xo'jayeva"),
    person("timur", "Тимур Каримов"),
    person("olga", "Ольга Ким"),
    person("svetlana", "Светлана Аркадьевна Преображенская-Воскресенская"),
    person("gayrat", "Ғайрат Ўринбоев"),
    person("mohira", "Моҳира Қўчқорова"),
    person("shavkat", "Шавкат Ҳакимов"),
    person("otabek", "Otabek G'aniyev"),
    person("john", "John Appleton"),
    person("feruza", "Feruza Sobirova"),
    person("aziza", "Aziza Muhammadiyeva"),
    person("sherzod", "Sherzod Tursunov"),
    person("kamola", "Kamola O'rinova"),
    person("jahongir", "Jahongir Mirzo Ulug'bekov"),
    person("lola", "Lola"),
    person("rustam", "Rustam Nazarov"),
    person("umida", "Umida Sharipova"),
    person("husan", "Husan Husanov"),
    person("hasan", "Hasan Husanov"),
    person("dildora", "Dildora Ismoilova"),
    person("ulugbek", "Ulug'bek Shamsiyev"),
    person("madina", "Madina Yusupova"),
    person("doniyor", "Doniyor Rasulov"),
    person("sevara", "Sevara Nishonova"),
    person("akmal", "Akmal Xolmatov"),
    person("iroda", "Iroda Bakirova"),
    person("bobur", "Bobur Zokirov"),
    person("maftuna", "Maftuna Abdusalomova"),
    person("nigora", "Nigora Saidova"),
];
